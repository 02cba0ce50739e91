/** Opens the connection's form and the settings page, and changes what is synced on both. */
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("connex_connection", {
    steps: () => [
        {
            content: "The connection is in the list",
            trigger: ".o_data_row .o_data_cell:contains('QuickBooks of the tour')",
            run: "click",
        },
        { trigger: "button[name=action_connect]:contains('Connect to QuickBooks')" },
        { trigger: "button[name=action_open_waiting]" },
        { trigger: "button[name=action_open_problems]" },
        {
            content: "Choose sales orders only",
            trigger: ".o_field_widget[name=transaction_mode] label:contains('Sales orders only')",
            run: "click",
        },
        {
            content: "Only fulfilled orders: leave pending out",
            trigger: ".o_field_widget[name=order_status_ids] label:contains('Pending')",
            run: "click",
        },
        { trigger: ".nav-link[name=credentials]", run: "click" },
        { trigger: ".o_field_widget[name=redirect_uri]:contains('/connex/oauth/callback')" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_status_indicator_buttons.invisible" },
    ],
});

registry.category("web_tour.tours").add("connex_settings", {
    steps: () => [
        { trigger: ".app_settings_block[data-key=connex_bridge] #connex_connection" },
        {
            content: "Choose invoices only",
            trigger: "#connex_transaction_mode select, #connex_transaction_mode input",
            run: "click",
        },
    ],
});

/** Opens the connection's form and the settings page, and changes what is synced on both. */
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

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
            content: "Leave pending orders out",
            trigger: ".o_field_widget[name=order_status_ids] label:contains('Pending')",
            run: "click",
        },
        { trigger: ".nav-link[name=credentials]", run: "click" },
        { trigger: ".o_field_widget[name=redirect_uri]:contains('/connex/oauth/callback')" },
        ...stepUtils.saveForm(),
    ],
});

registry.category("web_tour.tours").add("connex_settings", {
    steps: () => [
        {
            content: "Open the addon's settings",
            trigger: ".settings_tab .tab[data-key=connex_bridge]",
            run: "click",
        },
        {
            content: "Choose invoices only",
            trigger: "#connex_transaction_mode .o_field_radio label:contains('Invoices only')",
            run: "click",
        },
        {
            content: "Save: the page is loaded anew",
            trigger: ".o_form_button_save",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".settings_tab" },
    ],
});

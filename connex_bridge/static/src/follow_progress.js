/** Shows a manual sync's progress: its form is read again every two seconds while it runs. */
import { Component, onMounted, onWillUnmount, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const RUNNING = ["previewing", "running"];
const PAUSE = 2000;

export class FollowProgress extends Component {
    static template = xml`<span/>`;
    static props = { ...standardWidgetProps };

    setup() {
        onMounted(() => {
            this.timer = setInterval(() => this.follow(), PAUSE);
        });
        onWillUnmount(() => clearInterval(this.timer));
    }

    async follow() {
        const { record } = this.props;
        if (record.resId && !this.reading && RUNNING.includes(record.data.state)) {
            this.reading = true;
            try {
                await record.load();
            } finally {
                this.reading = false;
            }
        }
    }
}

registry.category("view_widgets").add("connex_follow_progress", { component: FollowProgress });

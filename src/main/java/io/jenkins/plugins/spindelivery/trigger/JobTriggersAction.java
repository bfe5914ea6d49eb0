package io.jenkins.plugins.spindelivery.trigger;

import hudson.model.Descriptor;
import hudson.model.InvisibleAction;
import hudson.model.Item;
import hudson.model.Job;
import java.util.Date;
import java.util.List;
import jenkins.model.Jenkins;
import org.jvnet.localizer.LocaleProvider;

/** What came of the events that a job's triggers heard of, on the job's page, for those who may see its configuration. */
public final class JobTriggersAction extends InvisibleAction {
    private final Job<?, ?> job;

    JobTriggersAction(Job<?, ?> job) {
        this.job = job;
    }

    /** What came of one event. */
    public static final class Row {
        private final Outcomes.Outcome outcome;

        Row(Outcomes.Outcome outcome) {
            this.outcome = outcome;
        }

        /**
         * When it was.
         *
         * @return a moment
         */
        public Date getTime() {
            return new Date(outcome.millis());
        }

        /**
         * The kind of trigger.
         *
         * @return its name, in the reader's language
         */
        public String getTrigger() {
            Descriptor<?> form = Jenkins.get().getDescriptor(outcome.trigger());
            return form == null ? outcome.trigger() : form.getDisplayName();
        }

        /**
         * What the event is about.
         *
         * @return such as an image
         */
        public String getSubject() {
            return outcome.subject();
        }

        /**
         * Why there is a build, or why there is none.
         *
         * @return a sentence in the reader's language
         */
        public String getText() {
            return outcome.text().message(LocaleProvider.getLocale());
        }

        /**
         * The build.
         *
         * @return its number; 0 for none
         */
        public int getBuild() {
            return outcome.build();
        }
    }

    /**
     * What came of the last events.
     *
     * @return at most 50, newest first; none for those who may not see the job's configuration
     */
    public List<Row> getRows() {
        Dispatcher dispatcher = Deliveries.get().dispatcher();
        return dispatcher == null || !job.hasPermission(Item.EXTENDED_READ)
                ? List.of()
                : dispatcher.outcomes().of(job.getFullName()).stream()
                        .map(Row::new)
                        .toList();
    }
}

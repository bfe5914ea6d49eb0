package io.jenkins.plugins.spindelivery.trigger;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.scheduler.CronTabList;
import hudson.scheduler.Hash;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.account.CredentialChoice;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.trigger.TagRule;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** New tags of a repository, which a registry is asked for by a schedule. The first look only remembers. */
public final class RegistryPollTrigger extends SpinTrigger {
    private static final Logger LOGGER = Logger.getLogger(RegistryPollTrigger.class.getName());
    /** Looks at a time, of all jobs: each holds a thread while its registry takes its time. */
    private static final Semaphore LOOKS = new Semaphore(8);

    private final String registry;
    private final String repository;
    private String registryCredentialsId = "";
    private String tag = "";
    private String versions = "";
    private transient volatile boolean looking;

    /**
     * A trigger for all new tags.
     *
     * @param registry {@code HOST}, {@code HOST:PORT}, or the same behind {@code https://} or {@code http://}
     * @param repository such as {@code devops/gateway}
     * @param spec when to look, in Jenkins' cron syntax
     */
    @DataBoundConstructor
    public RegistryPollTrigger(String registry, String repository, String spec) {
        super(Util.fixNull(spec).strip());
        this.registry = Util.fixNull(registry).strip().replaceAll("/+$", "");
        this.repository = Util.fixNull(repository).strip();
    }

    /**
     * The registry.
     *
     * @return its host or address
     */
    @NonNull
    public String getRegistry() {
        return Util.fixNull(registry);
    }

    /**
     * The repository.
     *
     * @return its path in the registry
     */
    @NonNull
    public String getRepository() {
        return Util.fixNull(repository);
    }

    /**
     * The registry's credential.
     *
     * @return the id of a user name with a password; empty to ask as anybody
     */
    @NonNull
    public String getRegistryCredentialsId() {
        return Util.fixNull(registryCredentialsId);
    }

    /**
     * Sets the registry's credential.
     *
     * @param registryCredentialsId the id of a user name with a password; empty or {@code null} for none
     */
    @DataBoundSetter
    public void setRegistryCredentialsId(String registryCredentialsId) {
        this.registryCredentialsId = Util.fixNull(registryCredentialsId).strip();
    }

    /**
     * The tags.
     *
     * @return a regular expression for the whole tag; empty for all
     */
    @NonNull
    public String getTag() {
        return Util.fixNull(tag);
    }

    /**
     * Sets the tags.
     *
     * @param tag a regular expression for the whole tag; empty or {@code null} for all
     */
    @DataBoundSetter
    public void setTag(String tag) {
        this.tag = Util.fixNull(tag).strip();
    }

    /**
     * The versions.
     *
     * @return a range such as {@code ^1.4}; empty for all tags
     */
    @NonNull
    public String getVersions() {
        return Util.fixNull(versions);
    }

    /**
     * Sets the versions.
     *
     * @param versions a range such as {@code ^1.4}; empty or {@code null} for all tags
     */
    @DataBoundSetter
    public void setVersions(String versions) {
        this.versions = Util.fixNull(versions).strip();
    }

    /** Looks, on a thread of its own: the one that asks has to serve all schedules. */
    @Override
    public void run() {
        if (!looking && LOOKS.tryAcquire()) {
            looking = true;
            Computer.threadPoolForRemoting.execute(() -> {
                try {
                    look();
                } finally {
                    looking = false;
                    LOOKS.release();
                }
            });
        }
    }

    /** Looks now. What goes wrong is told on the job's page, and the next look tries again. */
    void look() {
        Dispatcher dispatcher = Deliveries.get().dispatcher();
        if (dispatcher == null || !isCurrent() || !job().isBuildable()) {
            return;
        }
        try {
            new RegistryLook(this).look(dispatcher);
        } catch (ProblemException e) {
            dispatcher.outcomes().add(this, getRepository(), e.problems().get(0));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "What " + job() + " has seen of a registry can't be kept", e);
            dispatcher.outcomes().add(this, getRepository(), Problem.of("trigger.outcome-failed", ""));
        }
    }

    /** The form. */
    @Extension
    @Symbol("spinRegistryPollTrigger")
    public static final class DescriptorImpl extends SpinTriggerDescriptor {
        @Override
        @NonNull
        public String getDisplayName() {
            return Words.of("trigger.poll-display-name");
        }

        /**
         * Checks a registry's address.
         *
         * @param item the job
         * @param value the address
         * @return an error for what is none; a warning when passwords would be sent without TLS
         */
        @POST
        public FormValidation doCheckRegistry(@AncestorInPath Item item, @QueryParameter String value) {
            String text = Util.fixNull(value).strip().replaceAll("/+$", "");
            FormValidation checked = checked(item, () -> RegistryLook.address(text));
            return checked.kind == FormValidation.Kind.OK && text.startsWith("http:") && FormAccess.maySee(item)
                    ? FormValidation.warning(Words.of("trigger.registry-plain"))
                    : checked;
        }

        /**
         * Checks a repository's path.
         *
         * @param item the job
         * @param value the path
         * @return an error for what is none
         */
        @POST
        public FormValidation doCheckRepository(@AncestorInPath Item item, @QueryParameter String value) {
            String path = Util.fixNull(value).strip();
            return !FormAccess.maySee(item) || path.matches("[a-z0-9][a-z0-9._/-]{0,250}")
                    ? FormValidation.ok()
                    : FormValidation.error(Words.of("trigger.registry-repository", path));
        }

        /**
         * Checks a schedule.
         *
         * @param item the job
         * @param value the schedule
         * @return an error for what is none
         */
        @POST
        public FormValidation doCheckSpec(@AncestorInPath Item item, @QueryParameter String value) {
            String spec = Util.fixNull(value).strip();
            if (!FormAccess.maySee(item)) {
                return FormValidation.ok();
            }
            try {
                CronTabList.create(spec, Hash.from("spin"));
                return spec.isEmpty() ? FormValidation.error(Words.of("trigger.spec-none")) : FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        }

        /**
         * The credentials to choose from.
         *
         * @param item the job
         * @param registryCredentialsId the present choice
         * @return user names with passwords; only the present choice for those who may not see the configuration
         */
        @POST
        public ListBoxModel doFillRegistryCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String registryCredentialsId) {
            ItemGroup<?> owner = item == null ? Jenkins.get() : item.getParent();
            return new CredentialChoice(
                            owner, List.of(), CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class))
                    .items(FormAccess.maySee(item), registryCredentialsId);
        }

        /**
         * Checks an expression for tags.
         *
         * @param item the job
         * @param value the expression
         * @return an error for what can't be used
         */
        @POST
        public FormValidation doCheckTag(@AncestorInPath Item item, @QueryParameter String value) {
            String tag = Util.fixNull(value).strip();
            return checked(item, () -> TagRule.matching(List.of(), tag));
        }

        /**
         * Checks a range of versions.
         *
         * @param item the job
         * @param value the range
         * @return an error for what can't be used
         */
        @POST
        public FormValidation doCheckVersions(@AncestorInPath Item item, @QueryParameter String value) {
            String range = Util.fixNull(value).strip();
            return range.isEmpty() ? FormValidation.ok() : checked(item, () -> TagRule.versions(List.of(), range));
        }
    }
}

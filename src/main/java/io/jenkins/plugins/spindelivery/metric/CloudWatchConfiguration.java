package io.jenkins.plugins.spindelivery.metric;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.util.FormValidation;
import io.jenkins.plugins.spindelivery.account.AccountAccess;
import io.jenkins.plugins.spindelivery.account.Accounts;
import io.jenkins.plugins.spindelivery.account.AwsConnections;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.account.Wording;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.CloudWatchSource;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSource;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;
import org.springframework.security.core.Authentication;

/** CloudWatch in a region, asked with an AWS account of Jenkins itself. */
public final class CloudWatchConfiguration extends MetricSourceConfiguration {
    private String account;
    private String region = "";

    /**
     * CloudWatch in the account's usual region.
     *
     * @param name what steps call it
     * @param account the name of an AWS account of Jenkins, not of a folder
     */
    @DataBoundConstructor
    public CloudWatchConfiguration(String name, String account) {
        super(name);
        this.account = Util.fixNull(account).strip();
    }

    /**
     * Who asks.
     *
     * @return the name of an AWS account
     */
    @NonNull
    public String getAccount() {
        return account;
    }

    /**
     * Where the metrics are.
     *
     * @return such as {@code eu-central-1}; empty for the account's usual one
     */
    @NonNull
    public String getRegion() {
        return region;
    }

    /**
     * Sets where the metrics are.
     *
     * @param region such as {@code eu-central-1}; empty or {@code null} for the account's usual one
     */
    @DataBoundSetter
    public void setRegion(String region) {
        this.region = Util.fixNull(region).strip();
    }

    @Override
    Optional<Problem> fault() {
        return account.isEmpty() ? Optional.of(Problem.of("metric.account-missing", "")) : Optional.empty();
    }

    @Override
    Settings settings() {
        return new CloudWatchSettings(getName(), account, region);
    }

    /** Reading metrics is a use of the account like any other: its users and groups count. */
    @Override
    void use(Run<?, ?> run, Authentication authentication) {
        Accounts.Found found = Accounts.find(null, account);
        AccountAccess.check(found, null, run, authentication);
        AwsConnections.get().track(run, found);
    }

    /** What the source depends on; its account is looked for with each question. */
    private record CloudWatchSettings(String name, String account, String region) implements Settings {
        @Override
        public MetricSource open() {
            return source();
        }

        CloudWatchSource source() {
            return new CloudWatchSource(
                    name, () -> AwsConnections.get().in(null).account(account), region);
        }
    }

    @Override
    protected Object readResolve() {
        super.readResolve();
        account = Util.fixNull(account).strip();
        setRegion(region);
        return this;
    }

    /** The form. */
    @Extension
    @Symbol("cloudWatch")
    public static final class DescriptorImpl extends MetricSourceDescriptor {
        @Override
        @NonNull
        public String getDisplayName() {
            return Wording.of("metric.cloudwatch-display-name");
        }

        /**
         * Checks an account's name.
         *
         * @param value the name
         * @return an error for an account that there is not, or that is none of AWS; nothing to those who are no
         *     administrators
         */
        @POST
        public FormValidation doCheckAccount(@QueryParameter String value) {
            if (!FormAccess.maySee(null)) {
                return FormValidation.ok();
            } else if (Util.fixNull(value).isBlank()) {
                return FormValidation.error(Wording.of("metric.account-missing"));
            }
            return checked(() -> AwsConnections.get().in(null).account(value.strip()));
        }

        /**
         * Asks CloudWatch with what the form says; by administrators alone, for it is with a credential that the form
         * names.
         *
         * @param account see {@link CloudWatchConfiguration#getAccount()}
         * @param region see {@link CloudWatchConfiguration#getRegion()}
         * @return that it answers, or why it does not
         */
        @POST
        public FormValidation doTestConnection(@QueryParameter String account, @QueryParameter String region) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            FormValidation found = checked(() -> new CloudWatchSettings(
                            "",
                            Util.fixNull(account).strip(),
                            Util.fixNull(region).strip())
                    .source()
                    .greet(Clock.systemUTC().instant()));
            return found.kind == FormValidation.Kind.OK
                    ? FormValidation.ok(Wording.of("metric.cloudwatch-answers"))
                    : found;
        }

        private static FormValidation checked(Runnable check) {
            try {
                check.run();
                return FormValidation.ok();
            } catch (ProblemException e) {
                return FormValidation.error(
                        e.problems().stream().map(Wording::of).collect(Collectors.joining("\n")));
            }
        }
    }
}

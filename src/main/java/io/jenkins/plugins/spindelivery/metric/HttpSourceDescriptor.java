package io.jenkins.plugins.spindelivery.metric;

import hudson.ProxyConfiguration;
import hudson.Util;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.spindelivery.account.CredentialChoice;
import io.jenkins.plugins.spindelivery.account.FormAccess;
import io.jenkins.plugins.spindelivery.account.Wording;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSourceSpec;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSourceTypes;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a source that is asked over HTTP: its list, checks and the button that tries it. */
public abstract class HttpSourceDescriptor extends MetricSourceDescriptor {
    /** Someone sits in front of the page and waits. */
    private static final int LONGEST_TEST = 10;

    /**
     * The credentials to choose from: Jenkins' own, of a fitting type and domain.
     *
     * @param credentialsId the present choice
     * @param url decides about domains
     * @return only the present choice for those who are no administrators
     */
    @POST
    public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId, @QueryParameter String url) {
        return CredentialChoice.tokens(Util.fixNull(url).strip()).items(FormAccess.maySee(null), credentialsId);
    }

    /**
     * Checks that a credential is there, without reading its secret.
     *
     * @param value the credential's id, or nothing
     * @param url decides about domains; a credential without TLS is a warning
     * @return nothing to those who are no administrators
     */
    @POST
    public FormValidation doCheckCredentialsId(@QueryParameter String value, @QueryParameter String url) {
        String id = Util.fixNull(value).strip();
        if (!FormAccess.maySee(null) || id.isEmpty()) {
            return FormValidation.ok();
        }
        String address = Util.fixNull(url).strip();
        if (!CredentialChoice.tokens(address).has(id)) {
            return FormValidation.error(Wording.of("metric.credential-not-here", id));
        }
        return address.startsWith("http:")
                ? FormValidation.warning(Wording.of("metric.credential-plain"))
                : FormValidation.ok();
    }

    /**
     * Checks an address.
     *
     * @param value the address
     * @return an error for what is none; nothing to those who are no administrators
     */
    @POST
    public FormValidation doCheckUrl(@QueryParameter String value) {
        return FormAccess.maySee(null)
                ? checked(() -> MetricSourceSpec.of("", MetricSourceTypes.JSON, value))
                : FormValidation.ok();
    }

    /**
     * Checks the certificates of an authority.
     *
     * @param value certificates in PEM, or nothing
     * @return an error when there is no certificate in the text; nothing to those who are no administrators
     */
    @POST
    public FormValidation doCheckCaCertificate(@QueryParameter String value) {
        if (!FormAccess.maySee(null) || Util.fixNull(value).isBlank()) {
            return FormValidation.ok();
        }
        HttpSourceConfiguration source = new PrometheusConfiguration("", "https://localhost");
        source.setCaCertificate(value);
        return checked(() -> MetricSourceTypes.open(source.spec(), HttpClient.newBuilder()));
    }

    /**
     * Checks how many requests may be under way at once.
     *
     * @param value a number
     * @return an error when it is none, or out of its range; nothing to those who are no administrators
     */
    @POST
    public FormValidation doCheckLimit(@QueryParameter String value) {
        return number(value, MetricSourceSpec.MAX_LIMIT);
    }

    /**
     * Checks how long an answer may take.
     *
     * @param value seconds
     * @return an error when it is no number, or out of its range; nothing to those who are no administrators
     */
    @POST
    public FormValidation doCheckTimeoutSeconds(@QueryParameter String value) {
        return number(value, MetricSourceSpec.MAX_TIMEOUT.toSeconds());
    }

    /**
     * Asks the source with what the form says; by administrators alone, for Jenkins connects where the form wants, with a
     * credential that the form names.
     *
     * @param name see {@link MetricSourceConfiguration#getName()}
     * @param url see {@link HttpSourceConfiguration#getUrl()}
     * @param credentialsId see {@link HttpSourceConfiguration#getCredentialsId()}
     * @param caCertificate see {@link HttpSourceConfiguration#getCaCertificate()}
     * @return that it answers, or why it does not
     */
    @POST
    public FormValidation doTestConnection(
            @QueryParameter String name,
            @QueryParameter String url,
            @QueryParameter String credentialsId,
            @QueryParameter String caCertificate) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        HttpSourceConfiguration source = source(name, url);
        source.setCredentialsId(credentialsId);
        source.setCaCertificate(caCertificate);
        source.setTimeoutSeconds((int) Duration.ofSeconds(LONGEST_TEST).toSeconds());
        FormValidation found =
                checked(() -> MetricSourceTypes.greet(source.spec(), ProxyConfiguration.newHttpClientBuilder()));
        return found.kind == FormValidation.Kind.OK ? FormValidation.ok(Wording.of(greeted())) : found;
    }

    /** A source of this type. */
    abstract HttpSourceConfiguration source(String name, String url);

    /** The code of what is told when the source has answered. */
    abstract String greeted();

    private static FormValidation number(String value, long most) {
        if (!FormAccess.maySee(null)) {
            return FormValidation.ok();
        }
        String text = Util.fixNull(value).strip();
        boolean right = text.matches("[1-9]\\d{0,3}") && Long.parseLong(text) <= most;
        return right ? FormValidation.ok() : FormValidation.error(Wording.of("metric.number-bad", Long.toString(most)));
    }

    private static FormValidation checked(Runnable check) {
        try {
            check.run();
            return FormValidation.ok();
        } catch (ProblemException e) {
            return FormValidation.error(e.problems().stream().map(Wording::of).collect(Collectors.joining("\n")));
        }
    }
}

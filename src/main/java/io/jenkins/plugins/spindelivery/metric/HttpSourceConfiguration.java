package io.jenkins.plugins.spindelivery.metric;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ProxyConfiguration;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.account.CredentialChoice;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Authorization;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSource;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSourceSpec;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSourceTypes;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundSetter;
import org.springframework.security.core.Authentication;

/** A source that is asked over HTTP, by Jenkins' proxy. */
public abstract class HttpSourceConfiguration extends MetricSourceConfiguration {
    private static final int DEFAULT_TIMEOUT = (int) MetricSourceSpec.DEFAULT_TIMEOUT.toSeconds();

    private String url;
    private String credentialsId = "";
    private String caCertificate = "";
    private int limit = MetricSourceSpec.DEFAULT_LIMIT;
    private int timeoutSeconds = DEFAULT_TIMEOUT;

    /**
     * A source that wants no credential, with the usual limits.
     *
     * @param name what steps call it
     * @param url where it answers
     */
    protected HttpSourceConfiguration(String name, String url) {
        super(name);
        this.url = trimmed(url);
    }

    /**
     * What the engine calls its type.
     *
     * @return one of {@link MetricSourceTypes#names()}
     */
    public abstract String type();

    /**
     * Where it answers.
     *
     * @return the URL that all requests begin with
     */
    @NonNull
    public String getUrl() {
        return url;
    }

    /**
     * The credential.
     *
     * @return the id of a token or of a user name with password; empty for none
     */
    @NonNull
    public String getCredentialsId() {
        return credentialsId;
    }

    /**
     * Sets the credential.
     *
     * @param credentialsId the id of a secret text, sent as bearer token, or of a user name with password; empty or
     *     {@code null} for none
     */
    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = trimmed(credentialsId);
    }

    /**
     * Who has to have signed the server's certificate.
     *
     * @return certificates in PEM; empty for those that Java trusts
     */
    @NonNull
    public String getCaCertificate() {
        return caCertificate;
    }

    /**
     * Sets the authority of the server's certificate.
     *
     * @param caCertificate certificates in PEM, which are public; empty or {@code null} for those that Java trusts
     */
    @DataBoundSetter
    public void setCaCertificate(String caCertificate) {
        this.caCertificate = trimmed(caCertificate);
    }

    /**
     * How many requests may be under way at once, from all jobs together.
     *
     * @return from 1 to {@value MetricSourceSpec#MAX_LIMIT}
     */
    public int getLimit() {
        return limit;
    }

    /**
     * Limits the requests under way at once.
     *
     * @param limit from 1 to {@value MetricSourceSpec#MAX_LIMIT}; anything else is refused when the sources are saved
     */
    @DataBoundSetter
    public void setLimit(int limit) {
        this.limit = limit;
    }

    /**
     * How long the answer to a request may take.
     *
     * @return in seconds, from 1 to 300
     */
    public int getTimeoutSeconds() {
        return timeoutSeconds;
    }

    /**
     * Limits the time that the answer to a request may take.
     *
     * @param timeoutSeconds from 1 to 300; anything else is refused when the sources are saved
     */
    @DataBoundSetter
    public void setTimeoutSeconds(int timeoutSeconds) {
        this.timeoutSeconds = timeoutSeconds;
    }

    private Optional<StandardCredentials> credential() {
        if (credentialsId.isEmpty()) {
            return Optional.empty();
        }
        CredentialChoice choice = CredentialChoice.tokens(url);
        StandardCredentials found = choice.find(credentialsId).orElse(null);
        if (found == null || !choice.types().matches(found)) {
            String code = found == null ? "metric.credential-unknown" : "metric.credential-type";
            throw new ProblemException(Category.INPUT, Problem.of(code, "", getName(), credentialsId));
        }
        return Optional.of(found);
    }

    /** What a credential sends. */
    private static Authorization authorization(StandardCredentials credential) {
        if (credential instanceof StringCredentials token) {
            return Authorization.bearer(token.getSecret().getPlainText());
        } else if (credential instanceof StandardUsernamePasswordCredentials pair) {
            return Authorization.basic(pair.getUsername(), pair.getPassword().getPlainText());
        }
        throw new IllegalArgumentException("neither a token nor a password: " + credential.getClass());
    }

    @Override
    void use(Run<?, ?> run, Authentication authentication) {
        credential().ifPresent(credential -> CredentialsProvider.track(run, credential));
    }

    /** The source with its credential, as the engine has it. */
    MetricSourceSpec spec() {
        return spec(credential().map(HttpSourceConfiguration::authorization).orElse(Authorization.NONE));
    }

    private MetricSourceSpec spec(Authorization who) {
        return new MetricSourceSpec(
                getName(), type(), url, who, caCertificate, limit, Duration.ofSeconds(timeoutSeconds));
    }

    @Override
    Optional<Problem> fault() {
        try {
            spec(Authorization.NONE);
            return Optional.empty();
        } catch (ProblemException e) {
            return Optional.of(e.problems().get(0));
        }
    }

    @Override
    Settings settings() {
        return new HttpSettings(spec(), Jenkins.get().getProxy());
    }

    /** What the connection depends on; a proxy that was saved anew is another one. */
    private record HttpSettings(MetricSourceSpec spec, ProxyConfiguration proxy) implements Settings {
        @Override
        public MetricSource open() {
            return MetricSourceTypes.open(spec, ProxyConfiguration.newHttpClientBuilder());
        }
    }

    @Override
    protected Object readResolve() {
        super.readResolve();
        url = trimmed(url);
        setCredentialsId(credentialsId);
        setCaCertificate(caCertificate);
        return this;
    }

    private static String trimmed(String text) {
        return Util.fixNull(text).strip();
    }
}

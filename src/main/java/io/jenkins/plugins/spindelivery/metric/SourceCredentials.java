package io.jenkins.plugins.spindelivery.metric;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.security.ACL;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Authorization;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The credentials that sources can name: those of Jenkins, tokens and user names with passwords. */
final class SourceCredentials {
    static final CredentialsMatcher MATCHER = CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(StringCredentials.class),
            CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class));

    private SourceCredentials() {}

    /** The domain of a URL, so that credentials of other domains are left out. */
    static List<DomainRequirement> requirements(String url) {
        return url.isEmpty() ? List.of() : URIRequirementBuilder.fromUri(url).build();
    }

    /**
     * The credential of a source.
     *
     * @throws ProblemException when there is none of its id, or it is of a wrong type or domain
     */
    static StandardCredentials find(String source, String id, String url) {
        StandardCredentials found = CredentialsMatchers.firstOrNull(
                CredentialsProvider.lookupCredentialsInItemGroup(
                        StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, requirements(url)),
                CredentialsMatchers.withId(id));
        if (found == null || !MATCHER.matches(found)) {
            String code = found == null ? "metric.credential-unknown" : "metric.credential-type";
            throw new ProblemException(Category.INPUT, Problem.of(code, "", source, id));
        }
        return found;
    }

    /** What a credential sends. */
    static Authorization authorization(StandardCredentials credential) {
        if (credential instanceof StringCredentials token) {
            return Authorization.bearer(token.getSecret().getPlainText());
        } else if (credential instanceof StandardUsernamePasswordCredentials pair) {
            return Authorization.basic(pair.getUsername(), pair.getPassword().getPlainText());
        }
        throw new IllegalArgumentException("neither a token nor a password: " + credential.getClass());
    }
}

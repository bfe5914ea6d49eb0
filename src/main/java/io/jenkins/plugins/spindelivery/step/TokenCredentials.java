package io.jenkins.plugins.spindelivery.step;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.security.ACL;
import io.jenkins.plugins.spindelivery.engine.artifact.AccessToken;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The credentials that servers of repositories can name: those of Jenkins that are tokens, or have one as password. */
final class TokenCredentials {
    static final CredentialsMatcher MATCHER = CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(StringCredentials.class),
            CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class));

    private TokenCredentials() {}

    /** The domain of a URL, so that credentials of other domains are left out. */
    static List<DomainRequirement> requirements(String url) {
        return url.isEmpty() ? List.of() : URIRequirementBuilder.fromUri(url).build();
    }

    /**
     * The credential of a server.
     *
     * @throws ProblemException when there is none of its id, or it is of a wrong type or domain
     */
    static StandardCredentials find(String server, String id, String url) {
        StandardCredentials found = CredentialsMatchers.firstOrNull(
                CredentialsProvider.lookupCredentialsInItemGroup(
                        StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, requirements(url)),
                CredentialsMatchers.withId(id));
        if (found == null || !MATCHER.matches(found)) {
            throw new ProblemException(Category.INPUT, Problem.of("step.server-credential", "", server, id));
        }
        return found;
    }

    /** The token of a credential; of a GitHub App that is one for its installation. */
    static AccessToken token(StandardCredentials credential) {
        if (credential instanceof StringCredentials text) {
            return AccessToken.of(text.getSecret().getPlainText());
        } else if (credential instanceof StandardUsernamePasswordCredentials pair) {
            return AccessToken.of(pair.getPassword().getPlainText());
        }
        throw new IllegalArgumentException("neither a token nor a password: " + credential.getClass());
    }
}

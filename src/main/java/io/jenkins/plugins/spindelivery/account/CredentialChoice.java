package io.jenkins.plugins.spindelivery.account;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.Util;
import hudson.model.ItemGroup;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * The credentials that a configuration can name: those of its place, of a fitting type and domain.
 *
 * @param owner the folder, or Jenkins
 * @param domain where they are going to be sent, so that those of other domains are left out; empty when nobody knows
 * @param types which serve
 */
public record CredentialChoice(ItemGroup<?> owner, List<DomainRequirement> domain, CredentialsMatcher types) {
    private static final CredentialsMatcher TOKENS = CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(StringCredentials.class),
            CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class));

    /**
     * The credentials of Jenkins itself that are a token, or a user name with a password.
     *
     * @param url where they are going to be sent; empty when nobody knows
     * @return the choice
     */
    public static CredentialChoice tokens(String url) {
        return new CredentialChoice(Jenkins.get(), domain(url), TOKENS);
    }

    /** The domain of a URL; empty for an empty one. */
    static List<DomainRequirement> domain(String url) {
        return url.isEmpty() ? List.of() : URIRequirementBuilder.fromUri(url).build();
    }

    /**
     * What a form offers.
     *
     * @param mayList whether the reader may know what credentials there are
     * @param present the id that is chosen now; may be {@code null}
     * @return all, and nothing; only the present one for those who may not know
     */
    public ListBoxModel items(boolean mayList, String present) {
        StandardListBoxModel items = new StandardListBoxModel();
        if (mayList) {
            items.includeEmptyValue().includeMatchingAs(ACL.SYSTEM2, owner, StandardCredentials.class, domain, types);
        }
        return items.includeCurrentValue(Util.fixNull(present));
    }

    /**
     * Whether a credential is there, found out without reading its secret.
     *
     * @param id its id
     * @return whether there is one that fits
     */
    public boolean has(String id) {
        return !CredentialsProvider.listCredentialsInItemGroup(
                        StandardCredentials.class,
                        owner,
                        ACL.SYSTEM2,
                        domain,
                        CredentialsMatchers.allOf(CredentialsMatchers.withId(id), types))
                .isEmpty();
    }

    /**
     * A credential.
     *
     * @param id its id
     * @return the one of this id and of the domain, whatever its type; empty when there is none
     */
    public Optional<StandardCredentials> find(String id) {
        return Optional.ofNullable(CredentialsMatchers.firstOrNull(
                CredentialsProvider.lookupCredentialsInItemGroup(StandardCredentials.class, owner, ACL.SYSTEM2, domain),
                CredentialsMatchers.withId(id)));
    }
}

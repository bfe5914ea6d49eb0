package io.jenkins.plugins.spindelivery.account;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import hudson.model.ModelObject;
import hudson.model.TopLevelItem;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.step.FetchConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;

/** Puts credentials and accounts where people would. */
final class Stored {
    private Stored() {}

    static KubeconfigCredentials kubeconfig(String id, String text) {
        return new KubeconfigCredentials(CredentialsScope.GLOBAL, id, "", Secret.fromString(text));
    }

    static FileCredentialsImpl file(String id, String text) {
        return new FileCredentialsImpl(
                CredentialsScope.GLOBAL,
                id,
                "",
                "config",
                SecretBytes.fromBytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    static StringCredentialsImpl text(String id, String text) {
        return new StringCredentialsImpl(CredentialsScope.GLOBAL, id, "", Secret.fromString(text));
    }

    /** Adds credentials to Jenkins. */
    static void add(Credentials... credentials) throws IOException {
        addTo(Jenkins.get(), credentials);
    }

    /** Adds credentials to a folder, or to Jenkins. */
    static void addTo(ModelObject place, Credentials... credentials) throws IOException {
        for (Credentials each : credentials) {
            if (!store(place).addCredentials(Domain.global(), each)) {
                throw new IOException("not added");
            }
        }
    }

    /** Adds a credential of Jenkins in a domain that is new. */
    static void addTo(Domain domain, Credentials credentials) throws IOException {
        if (!store(Jenkins.get()).addDomain(domain, credentials)) {
            throw new IOException("not added");
        }
    }

    /** Puts a credential in the place of one with the same id. */
    static void replace(ModelObject place, Credentials old, Credentials by) throws IOException {
        if (!store(place).updateCredentials(Domain.global(), old, by)) {
            throw new IOException("not updated");
        }
    }

    static void remove(ModelObject place, Credentials credentials) throws IOException {
        if (!store(place).removeCredentials(Domain.global(), credentials)) {
            throw new IOException("not removed");
        }
    }

    static void accounts(Account... accounts) {
        SpinDeliveryConfiguration.get().setAccounts(List.of(accounts));
    }

    static void accounts(Folder folder, Account... accounts) throws IOException {
        folder.getProperties().removeAll(FolderAccounts.class);
        folder.addProperty(new FolderAccounts(List.of(accounts)));
    }

    /** Lets accounts of folders, too, connect to this machine, where the tests' AWS is. */
    static void allowThisMachine() {
        FetchConfiguration.get().setAllowedHosts("127.0.0.1");
    }

    /** Leaves no accounts, credentials and jobs to the next test. */
    static void clear() throws IOException, InterruptedException {
        for (TopLevelItem item : Jenkins.get().getItems()) {
            item.delete();
        }
        accounts();
        FetchConfiguration.get().setAllowedHosts("");
        SystemCredentialsProvider.getInstance().setDomainCredentialsMap(new HashMap<>());
        SystemCredentialsProvider.getInstance().save();
    }

    private static CredentialsStore store(ModelObject place) {
        for (CredentialsStore store : CredentialsProvider.lookupStores(place)) {
            if (store.getContext() == place) {
                return store;
            }
        }
        throw new IllegalStateException("no store in " + place.getDisplayName());
    }
}

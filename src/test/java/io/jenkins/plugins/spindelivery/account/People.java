package io.jenkins.plugins.spindelivery.account;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.IOException;
import java.net.URL;
import java.util.concurrent.Callable;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** A reader, a configurer of one folder, and an administrator; each with the name as password. */
final class People {
    static final String READER = "reader";
    static final String CONFIGURER = "configurer";
    static final String ADMIN = "admin";

    private People() {}

    /** The configurer may configure nothing but one folder and what is in it. */
    static void moveIn(JenkinsRule jenkins, String folder) {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to(ADMIN)
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to(READER, CONFIGURER)
                .grant(Item.CONFIGURE, Item.EXTENDED_READ, CredentialsProvider.VIEW)
                .onPaths(folder, folder + "/.*")
                .to(CONFIGURER));
    }

    static <T> T as(String user, Callable<T> work) throws Exception {
        try (ACLContext context = ACL.as(User.getById(user, true))) {
            return work.call();
        }
    }

    /** What Jenkins answers to a request of a user. */
    static WebResponse send(JenkinsRule jenkins, String user, HttpMethod method, String path) throws IOException {
        JenkinsRule.WebClient client =
                jenkins.createWebClient().withBasicApiToken(user).withThrowExceptionOnFailingStatusCode(false);
        return client.getPage(new WebRequest(new URL(jenkins.getURL(), path), method))
                .getWebResponse();
    }
}

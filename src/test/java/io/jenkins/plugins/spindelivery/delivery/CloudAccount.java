package io.jenkins.plugins.spindelivery.delivery;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.AwsAccessKeyCredentials;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import java.io.Serializable;
import java.util.List;

/**
 * What a Jenkins, which may be a process of its own, has to know of an AWS account of the peer.
 *
 * @param key its access key's id
 * @param secret that key's secret
 * @param endpoint where it answers
 */
record CloudAccount(String key, String secret, String endpoint) implements Serializable {
    private static final String REGION = PeerAccount.REGION;

    static CloudAccount of(PeerAccount account) {
        return new CloudAccount(account.accessKey(), account.secret(), account.endpoint());
    }

    /** Makes the account {@code cloud} in the Jenkins that runs here. */
    void configure() throws Exception {
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials
                .getCredentials()
                .add(new AwsAccessKeyCredentials(CredentialsScope.GLOBAL, "key", "", key, Secret.fromString(secret)));
        credentials.save();
        AwsAccountConfiguration cloud = new AwsAccountConfiguration("cloud");
        cloud.setCredentialsId("key");
        cloud.setRegions(REGION);
        cloud.setEndpointUrl(endpoint);
        SpinDeliveryConfiguration.get().setAccounts(List.of(cloud));
    }

    /**
     * A bake in the account.
     *
     * @param what a package, as an expression of the Pipeline's
     * @return the step
     */
    static String bake(String what) {
        return "spinBake(account: 'cloud', baseOs: 'ubuntu', baseAmi: '" + PeerAccount.IMAGE + "', packages: " + what
                + ")";
    }
}

package io.jenkins.plugins.spindelivery.metric;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.AwsAccessKeyCredentials;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricQuery;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricScope;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Series;
import io.jenkins.plugins.spindelivery.step.AtCluster;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** CloudWatch as administrators configure it. */
public class CloudWatchConfigurationTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private final PeerAccount aws = AWS.account();

    @Before
    public void configured() throws Exception {
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials.getCredentials().clear();
        credentials
                .getCredentials()
                .add(new AwsAccessKeyCredentials(
                        CredentialsScope.GLOBAL, "key", "", aws.accessKey(), Secret.fromString(aws.secret())));
        credentials.save();
        AwsAccountConfiguration cloud = new AwsAccountConfiguration("cloud");
        cloud.setCredentialsId("key");
        cloud.setRegions(PeerAccount.REGION);
        cloud.setEndpointUrl(aws.endpoint());
        SpinDeliveryConfiguration.get().setAccounts(List.of(cloud));
    }

    @After
    public void asBefore() {
        MetricSourcesConfiguration.get().setSources(List.of());
        JENKINS.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        JENKINS.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
    }

    private static CloudWatchConfiguration watch() {
        CloudWatchConfiguration source = new CloudWatchConfiguration("watch", "cloud");
        source.setRegion(PeerAccount.REGION);
        source.setFolders("shop");
        return source;
    }

    @Test
    public void theFormKeepsEveryField() throws Exception {
        MetricSourcesConfiguration.get().setSources(List.of(watch()));
        JENKINS.configRoundtrip();
        JENKINS.assertEqualDataBoundBeans(
                watch(), MetricSourcesConfiguration.get().getSources().get(0));
        MetricSourcesConfiguration.get().load();
        JENKINS.assertEqualDataBoundBeans(
                watch(), MetricSourcesConfiguration.get().getSources().get(0));
        assertThrows(IllegalArgumentException.class, () -> MetricSourcesConfiguration.get()
                .setSources(List.of(new CloudWatchConfiguration("watch", ""))));
    }

    @Test
    public void metricsAreReadWithTheAccount() throws Exception {
        CloudWatchConfiguration source = new CloudWatchConfiguration("watch", "cloud");
        MetricSourcesConfiguration.get().setSources(List.of(source));
        Instant end = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(1));
        Instant start = end.minus(Duration.ofMinutes(2));
        aws.aside().cloudWatch().putMetricData(request -> request.namespace("Shop")
                .metricData(MetricDatum.builder()
                        .metricName("Errors")
                        .timestamp(start)
                        .value(2.5)
                        .build()));
        MetricQuery query = new MetricQuery(
                "errors",
                new ObjectMapper()
                        .readTree("{\"type\": \"cloudWatch\", \"namespace\": \"Shop\", \"metricName\": \"Errors\"}"),
                Map.of(),
                new MetricScope("web", "", start, end, Duration.ofMinutes(1), Map.of()));
        Series series = MetricConnections.get()
                .in(null)
                .source("watch")
                .fetch(List.of(query), Runnable::run)
                .get(0)
                .value();
        assertArrayEquals(new double[] {2.5, Double.NaN}, series.values(), 0);
    }

    @Test
    public void checksAndTheButtonAreForAdministrators() throws Exception {
        var form = (CloudWatchConfiguration.DescriptorImpl)
                JENKINS.jenkins.getDescriptorOrDie(CloudWatchConfiguration.class);
        assertEquals(FormValidation.Kind.OK, form.doCheckAccount("cloud").kind);
        assertEquals(FormValidation.Kind.ERROR, form.doCheckAccount("").kind);
        assertThat(form.doCheckAccount("clowd").getMessage(), containsString("cloud"));
        assertEquals(
                "CloudWatch answers, and the account may read metrics.",
                form.doTestConnection("cloud", "").getMessage());
        assertThat(form.doTestConnection("cloud", "us-east-1").getMessage(), containsString(PeerAccount.REGION));
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().to("reader"));
        try (JenkinsRule.WebClient reader = JENKINS.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .login("reader")) {
            String path = "descriptorByName/" + CloudWatchConfiguration.class.getName() + "/";
            assertEquals("<div/>", send(reader, path + "checkAccount?value=nowhere", HttpMethod.POST, 200));
            send(reader, path + "testConnection?account=cloud&region=", HttpMethod.POST, 403);
            send(reader, path + "testConnection?account=cloud&region=", HttpMethod.GET, 404);
        }
    }

    private static String send(JenkinsRule.WebClient client, String path, HttpMethod method, int status)
            throws Exception {
        WebRequest request = new WebRequest(client.createCrumbedUrl(path), method);
        var response = client.getPage(request).getWebResponse();
        assertEquals(path, status, response.getStatusCode());
        return response.getContentAsString();
    }
}

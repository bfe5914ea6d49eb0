package io.jenkins.plugins.spindelivery.step;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.KubeconfigCredentials;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.time.Duration;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** A Jenkins whose account {@code prod} is the test cluster, with a namespace of its own. */
public final class AtCluster {
    private final JenkinsRule jenkins;
    private final TestCluster cluster;
    private final String namespace;

    /** For a rule of a whole class, whose time limit is otherwise that of one test. */
    public static JenkinsRule patient(JenkinsRule jenkins) {
        jenkins.timeout = (int) Duration.ofMinutes(20).toSeconds();
        return jenkins;
    }

    /** Configures credential and account. */
    public AtCluster(JenkinsRule jenkins, TestCluster cluster, String prefix) throws Exception {
        this.jenkins = jenkins;
        this.cluster = cluster;
        this.namespace = cluster.newNamespace(prefix);
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials.getCredentials().clear();
        credentials
                .getCredentials()
                .add(new KubeconfigCredentials(
                        CredentialsScope.GLOBAL, "kubeconfig", "", Secret.fromString(cluster.kubeconfigText())));
        credentials.save();
        account(new KubernetesAccount("prod", "kubeconfig"));
    }

    /** Puts an account in the place of the usual one, with the namespace as its default. */
    public void account(KubernetesAccount account) {
        account.setDefaultNamespace(namespace);
        SpinDeliveryConfiguration.get().setAccounts(List.of(account));
    }

    public String namespace() {
        return namespace;
    }

    /** An object of the core API as it is. */
    public JsonNode core(String path) {
        return cluster.api().get("/api/v1/namespaces/" + namespace + "/" + path);
    }

    /** An object of apps/v1 as it is. */
    public JsonNode apps(String path) {
        return cluster.api().get("/apis/apps/v1/namespaces/" + namespace + "/" + path);
    }

    /** Whether an object of the core API is there. */
    public boolean has(String path) {
        return cluster.api()
                        .send("GET", "/api/v1/namespaces/" + namespace + "/" + path, "application/json", "")
                        .code()
                == 200;
    }

    /** Runs a Pipeline to its end. */
    public WorkflowRun run(Result result, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.assertBuildStatus(result, job.scheduleBuild2(0));
    }
}

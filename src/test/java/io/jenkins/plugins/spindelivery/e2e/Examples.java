package io.jenkins.plugins.spindelivery.e2e;

import static org.junit.Assert.assertEquals;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Action;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Descriptor;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.model.TopLevelItem;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.Account;
import io.jenkins.plugins.spindelivery.account.KubeconfigCredentials;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * A Jenkins as docs/examples asks for it: the accounts {@code test} and {@code production}, each with a namespace of its
 * own, and jobs that are named as the folders of the examples are.
 */
final class Examples {
    private static final int SECONDS_FOR_A_CLASS = 900;
    private static final String CREDENTIAL = "examples-kubeconfig";

    private final JenkinsRule jenkins;
    private final LiveNamespace test;
    private final LiveNamespace production;

    /**
     * Adds credential and accounts, with new namespaces, and takes away the jobs of earlier tests.
     *
     * @param jenkins where
     * @param cluster what the accounts lead to
     */
    Examples(JenkinsRule jenkins, TestCluster cluster) throws IOException, InterruptedException {
        this.jenkins = jenkins;
        for (TopLevelItem item : jenkins.jenkins.getItems()) {
            item.delete();
        }
        test = new LiveNamespace(cluster.api(), cluster.newNamespace("test"));
        production = new LiveNamespace(cluster.api(), cluster.newNamespace("production"));
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials.getCredentials().removeIf(each -> each instanceof KubeconfigCredentials);
        credentials
                .getCredentials()
                .add(new KubeconfigCredentials(
                        CredentialsScope.GLOBAL, CREDENTIAL, "", Secret.fromString(cluster.kubeconfigText())));
        credentials.save();
        SpinDeliveryConfiguration.get().setAccounts(List.of(account("test", test), account("production", production)));
    }

    /** A Jenkins for all tests of a class: its limit of time is that of the class. */
    static JenkinsRule jenkins() {
        JenkinsRule jenkins = new JenkinsRule();
        jenkins.timeout = SECONDS_FOR_A_CLASS;
        return jenkins;
    }

    private static Account account(String name, LiveNamespace namespace) {
        KubernetesAccount account = new KubernetesAccount(name, CREDENTIAL);
        account.setDefaultNamespace(namespace.name());
        account.setNamespaces(namespace.name());
        return account;
    }

    LiveNamespace test() {
        return test;
    }

    LiveNamespace production() {
        return production;
    }

    /** The folder of an example. */
    static Path folder(String example) {
        return Path.of(System.getProperty("spin.root", ""))
                .resolve("docs/examples")
                .resolve(example);
    }

    /** An example's job, as {@code ./dev jenkins} makes it. */
    WorkflowJob job(String example) throws IOException {
        return job(example, "Jenkinsfile");
    }

    /** An example's job with one of its Pipeline scripts, which is read here and not from a repository. */
    WorkflowJob job(String example, String script) throws IOException {
        WorkflowJob job = (WorkflowJob) jenkins.jenkins.createProjectFromXML(
                example, Files.newInputStream(folder(example).resolve("config.xml")));
        job.setDefinition(script(example, script));
        return job;
    }

    /** A job that has an example's Jenkinsfile and does not know yet which parameters that has. */
    WorkflowJob newJob(String example) throws IOException {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, example);
        job.setDefinition(script(example, "Jenkinsfile"));
        return job;
    }

    private static CpsFlowDefinition script(String example, String script) throws IOException {
        try {
            return new CpsFlowDefinition(Files.readString(folder(example).resolve(script)), true);
        } catch (Descriptor.FormException e) {
            throw new IOException(e);
        }
    }

    /** Runs a job to its end, and expects a result. */
    WorkflowRun run(Result expected, WorkflowJob job, String... namesAndValues) throws Exception {
        List<String> before = parameters(job);
        WorkflowRun run = start(job, namesAndValues);
        jenkins.waitForCompletion(run);
        jenkins.assertBuildStatus(expected, run);
        if (!before.isEmpty()) {
            assertEquals("a Jenkinsfile's parameters are those of the job beside it", before, parameters(job));
        }
        return run;
    }

    /** What a job asks for: each parameter's name, default and description. */
    private static List<String> parameters(WorkflowJob job) {
        ParametersDefinitionProperty property = job.getProperty(ParametersDefinitionProperty.class);
        if (property == null) {
            return List.of();
        }
        return property.getParameterDefinitions().stream()
                .map(StringParameterDefinition.class::cast)
                .map(each -> each.getName() + " = " + each.getDefaultValue() + ": " + each.getDescription())
                .toList();
    }

    /** Starts a job. */
    WorkflowRun start(WorkflowJob job, String... namesAndValues) throws Exception {
        List<ParameterValue> values = new ArrayList<>();
        for (int each = 0; each < namesAndValues.length; each += 2) {
            values.add(new StringParameterValue(namesAndValues[each], namesAndValues[each + 1]));
        }
        Action[] actions = values.isEmpty()
                ? new Action[] {new CauseAction(new Cause.UserIdCause())}
                : new Action[] {new ParametersAction(values), new CauseAction(new Cause.UserIdCause())};
        return job.scheduleBuild2(0, actions).waitForStart();
    }
}

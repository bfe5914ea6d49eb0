package io.jenkins.plugins.spindelivery.e2e;

import static org.junit.Assert.assertEquals;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Action;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.model.TopLevelItem;
import hudson.model.listeners.ItemListener;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.account.Account;
import io.jenkins.plugins.spindelivery.account.AwsAccessKeyCredentials;
import io.jenkins.plugins.spindelivery.account.AwsAccountConfiguration;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.account.KubeconfigCredentials;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.job.DefinitionText;
import io.jenkins.plugins.spindelivery.job.DeliveryDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/**
 * A Jenkins as docs/examples asks for it: the accounts {@code test} and {@code production}, each with a namespace of its
 * own, or the account {@code aws}; and jobs that are named as the folders of the examples are.
 */
final class Examples {
    private static final int SECONDS_FOR_A_CLASS = 900;
    private static final String CREDENTIAL = "examples-kubeconfig";
    private static final String OPERATOR = "operator";
    private static final String AWS_KEY = "examples-aws";

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
        deleteJobs();
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

    /**
     * Adds credential and account of AWS, named {@code aws}, and takes away the jobs of earlier tests. There are no
     * namespaces.
     *
     * @param jenkins where
     * @param aws what the account leads to
     */
    Examples(JenkinsRule jenkins, PeerAccount aws) throws IOException, InterruptedException {
        this.jenkins = jenkins;
        deleteJobs();
        test = null;
        production = null;
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials.getCredentials().removeIf(each -> each instanceof AwsAccessKeyCredentials);
        credentials
                .getCredentials()
                .add(new AwsAccessKeyCredentials(
                        CredentialsScope.GLOBAL, AWS_KEY, "", aws.accessKey(), Secret.fromString(aws.secret())));
        credentials.save();
        AwsAccountConfiguration account = new AwsAccountConfiguration("aws");
        account.setCredentialsId(AWS_KEY);
        account.setRegions(PeerAccount.REGION);
        account.setEndpointUrl(aws.endpoint());
        SpinDeliveryConfiguration.get().setAccounts(List.of(account));
    }

    private void deleteJobs() throws IOException, InterruptedException {
        for (TopLevelItem item : jenkins.jenkins.getItems()) {
            item.delete();
        }
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

    /** An example as a Delivery pipeline: its JSON as it lies there. */
    WorkflowJob pipeline(String example) throws IOException {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, example);
        job.setDefinition(new DeliveryDefinition(
                new DefinitionText(Files.readString(folder(example).resolve("pipeline.json")))));
        ItemListener.fireOnUpdated(job);
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

    /** Somebody may judge and nothing else: {@link #answer} is theirs. */
    static void letOperatorsJudge(JenkinsRule jenkins) {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, DeliveryPermissions.JUDGE)
                .everywhere()
                .to(OPERATOR));
    }

    /** Chooses an answer of the judgment that a build waits for. */
    void choose(WorkflowRun run, String choice) throws Exception {
        InputStepExecution input =
                run.getAction(InputAction.class).getExecutions().get(0);
        HtmlPage page = jenkins.createWebClient().login(OPERATOR).getPage(run, "input");
        HtmlForm form = page.getFormByName(input.getId());
        form.getSelectByName("value").setSelectedAttribute(choice, true);
        jenkins.submit(form, "proceed");
    }

    /** Presses a button of the judgment that a build waits for. */
    void answer(WorkflowRun run, String button) throws Exception {
        InputStepExecution input =
                run.getAction(InputAction.class).getExecutions().get(0);
        HtmlPage page = jenkins.createWebClient().login(OPERATOR).getPage(run, "input");
        jenkins.submit(page.getFormByName(input.getId()), button);
    }
}

package io.jenkins.plugins.spindelivery.clusters;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;

import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.spindelivery.account.DeliveryPermissions;
import io.jenkins.plugins.spindelivery.account.KubernetesAccount;
import io.jenkins.plugins.spindelivery.account.SpinDeliveryConfiguration;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.testcluster.TestCluster;
import io.jenkins.plugins.spindelivery.record.StageRecord;
import io.jenkins.plugins.spindelivery.record.StageStatus;
import io.jenkins.plugins.spindelivery.step.AtCluster;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The page Clusters over a real cluster: what it shows, and what clicks do. */
public class ClustersActionTest {
    @ClassRule
    public static final TestCluster CLUSTER = TestCluster.shared();

    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private static final String VERSIONED =
            """
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {lb: web}, ports: [{port: 80}]}
            ---
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata: {name: web}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: "web:${ parameters.tag }"}]}
            """;

    private static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: api}
            spec:
              replicas: 1
              selector: {matchLabels: {app: api}}
              template:
                metadata: {labels: {app: api}}
                spec: {containers: [{name: api, image: "api:${ parameters.tag }"}]}
            """;

    private AtCluster at;
    private WorkflowJob job;
    private WorkflowRun run;

    @Before
    public void account() throws Exception {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader", "builder", "configurer", "deployer")
                .grant(Item.BUILD)
                .everywhere()
                .to("builder")
                .grant(Item.CONFIGURE)
                .everywhere()
                .to("configurer")
                .grant(DeliveryPermissions.DEPLOY)
                .everywhere()
                .to("deployer")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        at = new AtCluster(JENKINS, CLUSTER, "clusters");
        limited().setUsers("");
        job = JENKINS.createProject(WorkflowJob.class);
    }

    /** What other tests leave in other namespaces is not this account's. */
    private KubernetesAccount limited() {
        KubernetesAccount account = new KubernetesAccount("prod", "kubeconfig");
        account.setNamespaces(at.namespace());
        at.account(account);
        return account;
    }

    private void deploy(String manifest, String tag, String more) throws Exception {
        job.setDefinition(new CpsFlowDefinition(
                "spinDeploy account: 'prod', application: 'shop', manifest: '''" + manifest + "''', parameters: [tag: '"
                        + tag + "']" + more,
                true));
        run = JENKINS.assertBuildStatus(Result.SUCCESS, job.scheduleBuild2(0));
    }

    private WebClient as(String user) {
        WebClient client = JENKINS.createWebClient().withJavaScriptEnabled(false);
        client.getOptions().setThrowExceptionOnFailingStatusCode(false);
        return client.withBasicCredentials(user);
    }

    private Page get(String user, String path) throws Exception {
        return as(user).getPage(new URL(JENKINS.getURL(), job.getUrl() + "clusters/" + path));
    }

    private int status(String user, String path) throws Exception {
        return get(user, path).getWebResponse().getStatusCode();
    }

    private HtmlPage account(String user) throws Exception {
        return (HtmlPage) get(user, "account?name=prod&application=shop");
    }

    private static String text(DomElement element) {
        return element.asNormalizedText().replaceAll("\\s+", " ").strip();
    }

    private Page post(String user, Map<String, String> parameters) throws Exception {
        WebClient client = as(user);
        WebRequest request =
                new WebRequest(new URL(JENKINS.getURL(), job.getUrl() + "clusters/begin"), HttpMethod.POST);
        List<NameValuePair> pairs = new ArrayList<>();
        pairs.add(new NameValuePair("account", "prod"));
        pairs.add(new NameValuePair("application", "shop"));
        pairs.add(new NameValuePair("namespace", at.namespace()));
        parameters.forEach((key, value) -> pairs.add(new NameValuePair(key, value)));
        request.setRequestParameters(pairs);
        client.addCrumb(request);
        return client.getPage(request);
    }

    private static Map<String, String> operation(String operation, String kind, String name) {
        return Map.of("operation", operation, "kind", kind, "name", name);
    }

    @Test
    public void versionsAreShownNewestFirstWithTheirBuilds() throws Exception {
        deploy(VERSIONED, "1", ", services: 'web'");
        deploy(VERSIONED, "2", ", services: 'web', trafficStrategy: 'redBlack'");
        HtmlPage page = account("deployer");
        List<String> rows = page.querySelectorAll(".spin-group").stream()
                .map(row -> text((DomElement) row))
                .toList();
        assertEquals(2, rows.size());
        String web = "ReplicaSet " + at.namespace() + "/web-v00";
        assertThat(rows.get(0), containsString(web + "1 web:2 1/1 enabled #2"));
        assertThat(rows.get(0), containsString("Disable Resize"));
        assertThat(rows.get(0), not(containsString("Enable")));
        assertThat(rows.get(0), not(containsString("Destroy")));
        assertThat(rows.get(1), containsString(web + "0 web:1 1/1 disabled #1"));
        assertThat(rows.get(1), containsString("Enable Resize"));
        assertEquals(
                "replicaSet web",
                page.<DomElement>querySelector(".spin-cluster").getTextContent());
    }

    @Test
    public void revisionsOfADeploymentCanBeBroughtBack() throws Exception {
        deploy(DEPLOYMENT, "1", "");
        deploy(DEPLOYMENT, "2", "");
        HtmlPage page = account("admin");
        List<DomElement> rows = page.querySelectorAll(".spin-group").stream()
                .map(row -> (DomElement) row)
                .toList();
        assertThat(text(rows.get(0)), containsString("revision 2, current api:2 1/1"));
        assertThat(text(rows.get(0)), containsString("#2"));
        assertThat(text(rows.get(0)), containsString("Resize Destroy"));
        assertThat(text(rows.get(1)), containsString("revision 1 api:1 0/0"));
        assertThat(text(rows.get(1)), containsString("Roll back"));
        String old = rows.get(1).getAttribute("data-group").replace(at.namespace() + "/", "");
        Page result = post("admin", operation("rollback", "ReplicaSet", old));
        assertThat(result.getUrl().toString(), containsString(run.getUrl() + "delivery/#stage-person-"));
        StageRecord stage = Begun.ended(run);
        assertEquals(StageStatus.SUCCEEDED, stage.status());
        assertEquals("rollback", stage.type());
        assertEquals(
                "api:1",
                at.apps("deployments/api")
                        .at("/spec/template/spec/containers/0/image")
                        .asText());
        assertThat(stage.notices().get(0).problem().message(), containsString("Begun on a page by admin (admin)"));
    }

    @Test
    public void aClickResizesEnablesAndDisables() throws Exception {
        deploy(VERSIONED, "1", ", services: 'web'");
        post("deployer", Map.of("operation", "resize", "kind", "ReplicaSet", "name", "web-v000", "size", "3"));
        assertEquals(StageStatus.SUCCEEDED, Begun.ended(run).status());
        assertEquals(3, at.apps("replicasets/web-v000").at("/spec/replicas").asInt());
        post("deployer", operation("disable", "ReplicaSet", "web-v000"));
        StageRecord refused = Begun.ended(run);
        assertEquals(StageStatus.REFUSED, refused.status());
        assertThat(refused.errors().get(0).message(), containsString("The traffic guard refuses"));
        post("deployer", Map.of("operation", "disable", "kind", "ReplicaSet", "name", "web-v000", "unguarded", "true"));
        assertEquals(StageStatus.SUCCEEDED, Begun.ended(run).status());
        assertThat(account("deployer").asNormalizedText(), containsString("disabled"));
        post("deployer", operation("enable", "ReplicaSet", "web-v000"));
        assertEquals(StageStatus.SUCCEEDED, Begun.ended(run).status());
        assertThat(account("deployer").asNormalizedText(), containsString("enabled"));
    }

    @Test
    public void destroyingTakesItsOwnPermission() throws Exception {
        deploy(DEPLOYMENT, "1", "");
        String name = account("admin")
                .<DomElement>querySelector(".spin-group")
                .getAttribute("data-group")
                .replace(at.namespace() + "/", "");
        assertEquals(
                403,
                post("deployer", operation("destroy", "ReplicaSet", name))
                        .getWebResponse()
                        .getStatusCode());
        post("admin", operation("destroy", "ReplicaSet", name));
        assertEquals(StageStatus.SUCCEEDED, Begun.ended(run).status());
        assertThat(account("admin").asNormalizedText(), containsString("No server group of \"shop\" is here."));
    }

    @Test
    public void whoMaySeeAndWhoMayAct() throws Exception {
        deploy(DEPLOYMENT, "1", "");
        for (String path : List.of("", "account?name=prod&application=shop", "api/json?application=shop")) {
            assertEquals(path, 403, status("reader", path));
            for (String user : List.of("builder", "configurer", "deployer", "admin")) {
                assertEquals(user + " " + path, 200, status(user, path));
            }
        }
        for (String user : List.of("builder", "configurer")) {
            assertEquals(0, account(user).querySelectorAll(".spin-operation").size());
            assertEquals(
                    403,
                    post(user, operation("resize", "ReplicaSet", "api"))
                            .getWebResponse()
                            .getStatusCode());
        }
        assertEquals(
                403,
                post("reader", operation("resize", "ReplicaSet", "api"))
                        .getWebResponse()
                        .getStatusCode());
        assertEquals(405, status("admin", "begin?account=prod&operation=destroy&kind=ReplicaSet&name=api"));
        WebClient client = as("reader");
        assertThat(
                client.getPage(job).getWebResponse().getContentAsString(),
                not(containsString(job.getUrl() + "clusters")));
        assertThat(
                as("builder").getPage(job).getWebResponse().getContentAsString(),
                containsString(job.getUrl() + "clusters"));
        assertEquals(List.of(), Begun.in(run));
    }

    @Test
    public void aRestrictedOrReadOnlyAccountHolds() throws Exception {
        deploy(DEPLOYMENT, "1", "");
        KubernetesAccount account = limited();
        account.setReadOnly(true);
        SpinDeliveryConfiguration.get().setAccounts(List.of(account));
        HtmlPage page = account("admin");
        assertEquals(1, page.querySelectorAll(".spin-group").size());
        assertEquals(0, page.querySelectorAll(".spin-operation").size());
        account = limited();
        account.setUsers("deployer");
        SpinDeliveryConfiguration.get().setAccounts(List.of(account));
        assertThat(account("admin").asNormalizedText(), containsString("deployer"));
        assertEquals(0, account("admin").querySelectorAll(".spin-group").size());
        Page refused = post("admin", operation("destroy", "ReplicaSet", "api"));
        assertEquals(400, refused.getWebResponse().getStatusCode());
        assertEquals(1, account("deployer").querySelectorAll(".spin-group").size());
    }

    @Test
    public void whatIsWrongIsToldBeforeAnythingBegins() throws Exception {
        Page unbuilt = get("admin", "");
        assertThat(unbuilt.getWebResponse().getContentAsString(), containsString("Build the job once"));
        deploy(VERSIONED, "1", ", services: 'web'");
        Map<Map<String, String>, String> wrong = Map.of(
                operation("eat", "ReplicaSet", "web-v000"), "This is nothing that can be done",
                operation("destroy", "ReplicaSet", "web-v009"), "There is no server group web-v009 any more",
                operation("enable", "ReplicaSet", "web-v000"), "is not any more as you saw it",
                Map.of("operation", "resize", "kind", "ReplicaSet", "name", "web-v000", "size", "-1"), "is no size");
        for (Map.Entry<Map<String, String>, String> each : wrong.entrySet()) {
            Page answer = post("admin", each.getKey());
            assertEquals(each.getValue(), 400, answer.getWebResponse().getStatusCode());
            assertThat(((HtmlPage) answer).asNormalizedText().replace("\u201c", "\""), containsString(each.getValue()));
        }
        assertEquals(List.of(), Begun.in(run));
    }

    @Test
    public void theJsonHasAllAccountsAndSaysWhichCannotBeAsked() throws Exception {
        deploy(DEPLOYMENT, "1", "");
        KubernetesAccount away = new KubernetesAccount("away", "kubeconfig");
        away.setContext("no-such-context");
        SpinDeliveryConfiguration.get().setAccounts(List.of(limited(), away));
        JSONObject json = JSONObject.fromObject(
                get("builder", "api/json?application=shop").getWebResponse().getContentAsString());
        assertEquals("shop", json.getString("application"));
        JSONArray accounts = json.getJSONArray("accounts");
        JSONObject group = accounts.getJSONObject(0)
                .getJSONArray("clusters")
                .getJSONObject(0)
                .getJSONArray("groups")
                .getJSONObject(0);
        assertEquals("deployment api", group.getString("cluster"));
        assertEquals("api", group.getJSONObject("manager").getString("name"));
        assertEquals(1, group.getInt("up"));
        assertEquals(List.of("api:1"), group.getJSONArray("images"));
        assertEquals(
                run.getUrl() + "delivery/#stage-", group.getString("deployUrl").replaceAll("#stage-.*", "#stage-"));
        assertThat(accounts.getJSONObject(1).getString("errors"), containsString("no-such-context"));
        Run<?, ?> last = job.getLastBuild();
        assertEquals(run, last);
    }

    @Test
    public void withoutAnApplicationThoseThatThereAreAreOffered() throws Exception {
        deploy(DEPLOYMENT, "1", "");
        HtmlPage page = (HtmlPage) get("builder", "account?name=prod&application=");
        DomElement link = page.querySelector(".spin-applications a");
        assertEquals("shop", link.getTextContent());
        assertEquals("?application=shop", link.getAttribute("href"));
        HtmlPage evil = (HtmlPage) get("builder", "?application=%3Cscript%3Ealert(1)%3C/script%3E");
        assertThat(evil.getWebResponse().getContentAsString(), not(containsString("<script>alert(1)")));
        // The JSON of the job asks no account.
        assertThat(
                as("builder")
                        .getPage(new URL(JENKINS.getURL(), job.getUrl() + "api/json?depth=3"))
                        .getWebResponse()
                        .getContentAsString(),
                not(containsString("deployUrl")));
    }
}

package io.jenkins.plugins.spindelivery.metric;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.TopLevelItem;
import hudson.security.AuthorizationStrategy;
import hudson.security.SecurityRealm;
import hudson.util.Secret;
import io.jenkins.plugins.spindelivery.engine.SpeakingEnglish;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricQuery;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricScope;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSource;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.ScriptedServer;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Series;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.step.AtCluster;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlForm;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.structs.SymbolLookup;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.kohsuke.stapler.verb.POST;

/** Metric sources as administrators configure them and canaries find them. */
public class MetricSourcesTest {
    @ClassRule
    public static final JenkinsRule JENKINS = AtCluster.patient(new JenkinsRule());

    @ClassRule
    public static final SpeakingEnglish ENGLISH = new SpeakingEnglish();

    private static final String SECRET = "s3cr3t-t0ken";

    @Rule
    public final ScriptedServer server = new ScriptedServer();

    @After
    public void tidyUp() throws Exception {
        JENKINS.jenkins.setSecurityRealm(SecurityRealm.NO_AUTHENTICATION);
        JENKINS.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        for (TopLevelItem item : JENKINS.jenkins.getItems()) {
            item.delete();
        }
        sources();
        credentials();
    }

    private static void sources(MetricSourceConfiguration... sources) {
        MetricSourcesConfiguration.get().setSources(List.of(sources));
    }

    private static void credentials(Credentials... all) throws Exception {
        SystemCredentialsProvider.getInstance()
                .setDomainCredentialsMap(new HashMap<>(Map.of(Domain.global(), List.of(all))));
        SystemCredentialsProvider.getInstance().save();
    }

    private static Credentials token(String id, String text) {
        return new StringCredentialsImpl(CredentialsScope.GLOBAL, id, "", Secret.fromString(text));
    }

    private static PrometheusConfiguration full(String name) {
        PrometheusConfiguration source = new PrometheusConfiguration(name, "https://prometheus.example/prom");
        source.setCredentialsId("numbers-token");
        source.setCaCertificate("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");
        source.setFolders("shop, platform/web");
        source.setLimit(3);
        source.setTimeoutSeconds(12);
        return source;
    }

    private static MetricSource source(Item item, String name) {
        return MetricConnections.get().in(item).source(name);
    }

    private static String code(Item item, String name) {
        return assertThrows(ProblemException.class, () -> source(item, name))
                .problems()
                .get(0)
                .code();
    }

    @Test
    public void theFormKeepsEveryField() throws Exception {
        credentials(token("numbers-token", SECRET));
        JsonConfiguration plain = new JsonConfiguration("cmdb", "http://cmdb.example");
        sources(full("prod"), plain);
        JENKINS.configRoundtrip();
        List<MetricSourceConfiguration> kept = MetricSourcesConfiguration.get().getSources();
        assertThat(kept, hasSize(2));
        assertEquals(PrometheusConfiguration.class, kept.get(0).getClass());
        JENKINS.assertEqualDataBoundBeans(full("prod"), kept.get(0));
        assertEquals(JsonConfiguration.class, kept.get(1).getClass());
        JENKINS.assertEqualDataBoundBeans(plain, kept.get(1));
    }

    @Test
    public void theFileHoldsNoSecretAndIsReadAgain() throws Exception {
        credentials(token("numbers-token", SECRET));
        sources(full("prod"));
        String file = Files.readString(
                JENKINS.jenkins.getRootDir().toPath().resolve(MetricSourcesConfiguration.class.getName() + ".xml"));
        assertThat(file, containsString("numbers-token"));
        assertThat(file, not(containsString(SECRET)));
        MetricSourcesConfiguration.get().load();
        JENKINS.assertEqualDataBoundBeans(
                full("prod"), MetricSourcesConfiguration.get().getSources().get(0));
    }

    @Test
    public void twoSourcesOfOneNameAreRefusedAndChangeNothing() throws Exception {
        sources(new PrometheusConfiguration("one", "http://x"), new JsonConfiguration("two", "http://x"));
        JenkinsRule.WebClient client = JENKINS.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        HtmlForm form = client.goTo("manage/configure").getFormByName("config");
        form.getInputsByName("_.name").stream()
                .filter(input -> input.getValue().equals("two"))
                .forEach(input -> input.setValue("one"));
        assertThat(JENKINS.submit(form).asNormalizedText(), containsString("Two metric sources are called \"one\"."));
        assertEquals("two", MetricSourcesConfiguration.get().getSources().get(1).getName());
        Throwable bad =
                assertThrows(IllegalArgumentException.class, () -> sources(new JsonConfiguration("a b", "http://x")));
        assertThat(bad.getMessage(), containsString("can't be called \"a b\""));
    }

    @Test
    public void whatNoCanaryCouldUseIsRefusedAndChangesNothing() {
        sources(new PrometheusConfiguration("kept", "http://x"));
        PrometheusConfiguration many = new PrometheusConfiguration("many", "http://x");
        many.setLimit(65);
        PrometheusConfiguration slow = new PrometheusConfiguration("slow", "http://x");
        slow.setTimeoutSeconds(301);
        Map<MetricSourceConfiguration, String> wrong = Map.of(
                many,
                "The metric source many is to be asked 65 questions at once; it has to be 1 to 64.",
                slow,
                "The timeout of the metric source slow has to be from 1 s to 300 s.",
                new JsonConfiguration("nowhere", "x:9090"),
                "The metric source nowhere has no proper address");
        wrong.forEach((source, message) -> assertThat(
                assertThrows(IllegalArgumentException.class, () -> sources(source))
                        .getMessage(),
                containsString(message)));
        assertEquals(List.of("kept"), MetricConnections.names(null));
    }

    @Test
    public void configurationAsCodeFindsSymbolsAndSetters() throws Exception {
        SymbolLookup symbols = SymbolLookup.get();
        assertSame(MetricSourcesConfiguration.get(), symbols.find(GlobalConfiguration.class, "spinDeliveryMetrics"));
        assertSame(
                JENKINS.jenkins.getDescriptorOrDie(PrometheusConfiguration.class),
                symbols.findDescriptor(MetricSourceConfiguration.class, "prometheus"));
        assertSame(
                JENKINS.jenkins.getDescriptorOrDie(JsonConfiguration.class),
                symbols.findDescriptor(MetricSourceConfiguration.class, "httpJson"));
        DescribableModel<PrometheusConfiguration> model = DescribableModel.of(PrometheusConfiguration.class);
        Map<String, Object> all = Map.of(
                "name", "prod",
                "url", "https://x",
                "credentialsId", "token",
                "caCertificate", "-----BEGIN CERTIFICATE-----",
                "folders", "shop",
                "limit", 3,
                "timeoutSeconds", 12);
        assertEquals(all, model.uninstantiate2(model.instantiate(all, null)).getArguments());
        Map<String, Object> least = Map.of("name", "prod", "url", "https://x");
        assertEquals(least, model.uninstantiate2(model.instantiate(least, null)).getArguments());
    }

    @Test
    public void aSourceIsAskedWithItsCredential() throws Exception {
        List<String> sent = Collections.synchronizedList(new ArrayList<>());
        server.answers(exchange -> {
            sent.add(exchange.getRequestHeaders().getFirst("Authorization"));
            ScriptedServer.answer(exchange, 200, "{\"v\":[1,2]}");
        });
        credentials(
                token("numbers-token", SECRET),
                new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "pair", "", "anna", SECRET));
        JsonConfiguration source = new JsonConfiguration("cmdb", server.address());
        source.setCredentialsId("numbers-token");
        sources(source);
        assertEquals(2, ask("cmdb").size());
        source.setCredentialsId("pair");
        sources(source);
        ask("cmdb");
        assertEquals(List.of("Bearer " + SECRET, "Basic YW5uYTpzM2NyM3QtdDBrZW4="), sent);
    }

    private static Series ask(String name) throws Exception {
        Instant start = Instant.parse("2026-01-01T10:00:00Z");
        MetricScope scope = new MetricScope("web", "", start, start.plusSeconds(2), Duration.ofSeconds(1), Map.of());
        MetricQuery query = new MetricQuery("m", new ObjectMapper().readTree("{\"values\":\"/v\"}"), Map.of(), scope);
        return source(null, name).fetch(List.of(query), Runnable::run).get(0).value();
    }

    @Test
    public void everybodySharesOneSourceUntilSomethingChanges() throws Exception {
        credentials(token("numbers-token", SECRET), token("other", SECRET));
        PrometheusConfiguration prod = new PrometheusConfiguration("prod", "http://x");
        prod.setCredentialsId("numbers-token");
        sources(prod);
        MetricSource first = source(null, "prod");
        assertSame(first, source(JENKINS.createFreeStyleProject(), "prod"));
        credentials(token("numbers-token", SECRET), token("another", SECRET));
        assertSame("another credential's change is none", first, source(null, "prod"));
        credentials(token("numbers-token", "changed"));
        MetricSource second = source(null, "prod");
        assertNotSame(first, second);
        prod.setLimit(2);
        sources(prod);
        assertNotSame(second, source(null, "prod"));
        sources();
        assertEquals("metric.none-configured", code(null, "prod"));
    }

    @Test
    public void aMissingOrWrongCredentialIsNamed() throws Exception {
        PrometheusConfiguration prod = new PrometheusConfiguration("prod", "http://x");
        prod.setCredentialsId("gone");
        sources(prod);
        assertEquals("metric.credential-unknown", code(null, "prod"));
    }

    @Test
    public void foldersKeepASourceForTheirJobs() throws Exception {
        Folder shop = JENKINS.createProject(Folder.class, "shop");
        FreeStyleProject inShop = shop.createProject(Folder.class, "web").createProject(FreeStyleProject.class, "a");
        FreeStyleProject beside =
                JENKINS.createProject(Folder.class, "shopping").createProject(FreeStyleProject.class, "a");
        PrometheusConfiguration prod = new PrometheusConfiguration("prod", "http://x");
        prod.setFolders("shop");
        sources(prod, new PrometheusConfiguration("test", "http://y"));
        assertEquals(List.of("prod", "test"), MetricConnections.names(inShop));
        assertEquals(List.of("test"), MetricConnections.names(beside));
        source(inShop, "prod");
        ProblemException unknown = assertThrows(ProblemException.class, () -> source(beside, "prod"));
        assertEquals(
                "There is no metric source \"prod\" that this job may ask. There are: test.", unknown.getMessage());
        assertEquals("metric.unknown-near", code(inShop, "prd"));
        assertEquals("metric.unknown", code(null, "prod"));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String of(String check) {
        return "descriptorByName/" + PrometheusConfiguration.class.getPackageName() + "." + check;
    }

    private static WebResponse send(String user, HttpMethod method, String path) throws Exception {
        JenkinsRule.WebClient client =
                JENKINS.createWebClient().withBasicApiToken(user).withThrowExceptionOnFailingStatusCode(false);
        return client.getPage(new WebRequest(new URL(JENKINS.getURL(), of(path)), method))
                .getWebResponse();
    }

    private static void people() {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Jenkins.SYSTEM_READ, Item.READ, Item.EXTENDED_READ, Item.CONFIGURE)
                .everywhere()
                .to("configurer"));
    }

    @Test
    public void checksTellAdministratorsAlone() throws Exception {
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("checkName?value=" + encoded("a b"), "be called");
        wrong.put("checkName?value=", "has no name");
        wrong.put("checkFolders?value=nowhere", "There is no folder nowhere");
        wrong.put("checkUrl?value=" + encoded("prometheus:9090"), "no proper address");
        wrong.put("checkCredentialsId?value=gone&url=" + encoded("https://x"), "There is no credential gone");
        wrong.put("checkCaCertificate?value=" + encoded("no certificate"), "be read");
        wrong.put("checkLimit?value=65", "from 1 to 64");
        wrong.put("checkTimeoutSeconds?value=soon", "from 1 to 300");
        people();
        Set<String> tested = new TreeSet<>(Set.of("fillCredentialsIdItems", "testConnection"));
        for (Map.Entry<String, String> check : wrong.entrySet()) {
            tested.add(check.getKey().replaceAll("\\?.*", ""));
            for (String type : List.of("PrometheusConfiguration/", "JsonConfiguration/")) {
                String path = type + check.getKey();
                assertThat(
                        path,
                        send("admin", HttpMethod.POST, path).getContentAsString(),
                        containsString(check.getValue()));
                assertEquals(
                        path,
                        "<div/>",
                        send("configurer", HttpMethod.POST, path).getContentAsString());
                assertEquals(path, 404, send("admin", HttpMethod.GET, path).getStatusCode());
            }
        }
        Set<String> found = new TreeSet<>();
        for (Method method : PrometheusConfiguration.DescriptorImpl.class.getMethods()) {
            if (method.getName().startsWith("do")
                    && method.getDeclaringClass().getName().contains("spindelivery")) {
                assertTrue(method.toString(), method.isAnnotationPresent(POST.class));
                found.add(method.getName().substring(2, 3).toLowerCase(Locale.ROOT)
                        + method.getName().substring(3));
            }
        }
        assertEquals(found, tested);
    }

    @Test
    public void credentialsAreListedForAdministratorsAlone() throws Exception {
        credentials(token("numbers-token", SECRET));
        people();
        String path = "PrometheusConfiguration/fillCredentialsIdItems?credentialsId=old&url=";
        assertThat(send("admin", HttpMethod.POST, path).getContentAsString(), containsString("\"numbers-token\""));
        String seen = send("configurer", HttpMethod.POST, path).getContentAsString();
        assertThat(seen, not(containsString("numbers-token")));
        assertThat(seen, containsString("\"old\""));
        assertThat(
                send(
                                "admin",
                                HttpMethod.POST,
                                "PrometheusConfiguration/checkCredentialsId?value=numbers-token&url="
                                        + encoded("http://x"))
                        .getContentAsString(),
                containsString("without encryption"));
    }

    @Test
    public void theButtonConnectsForAdministratorsAlone() throws Exception {
        credentials(token("numbers-token", SECRET));
        people();
        String path =
                "/testConnection?name=a&caCertificate=&credentialsId=numbers-token&url=" + encoded(server.address());
        assertEquals(
                403,
                send("configurer", HttpMethod.POST, "PrometheusConfiguration" + path)
                        .getStatusCode());
        assertEquals(
                404,
                send("admin", HttpMethod.GET, "PrometheusConfiguration" + path).getStatusCode());
        assertThat(server.requests(), empty());
        server.answers(200, "{\"status\":\"success\"}");
        assertThat(
                send("admin", HttpMethod.POST, "PrometheusConfiguration" + path).getContentAsString(),
                containsString("It answers PromQL."));
        assertEquals(List.of("GET /api/v1/query?query=1"), server.requests());
        server.answers(401, "{}");
        String refused =
                send("admin", HttpMethod.POST, "JsonConfiguration" + path).getContentAsString();
        assertThat(refused, containsString("does not accept the credential"));
        assertThat(refused, not(containsString(SECRET)));
        server.answers(404, "{}");
        assertThat(
                send("admin", HttpMethod.POST, "JsonConfiguration" + path).getContentAsString(),
                containsString("A server answers."));
    }
}

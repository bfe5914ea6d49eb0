package io.jenkins.plugins.spindelivery.engine.expression;

import static io.jenkins.plugins.spindelivery.engine.expression.ExpressionFixture.json;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.artifact.FetchPolicy;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.artifact.HostResolver;
import io.jenkins.plugins.spindelivery.engine.artifact.HttpSource;
import io.jenkins.plugins.spindelivery.engine.artifact.SafeUrl;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.Test;

/** The helper functions, each with what it gives and what it refuses. */
public class HelpersTest {
    private static final Map<String, String> SITE = Map.of(
            "http://cmdb/text", "hello",
            "http://cmdb/json", "{\"a\":[1,2]}",
            "http://cmdb/yaml", "a: 1",
            "http://cmdb/properties", "b=2\na=1=x\n# c\n");

    private final List<String> fetched = new ArrayList<>();
    private final ExpressionFixture bare = new ExpressionFixture();
    private final ExpressionFixture fixture = new ExpressionFixture(
            ExpressionContext.of(ExpressionFixture.ROOTS)
                    .withUser("ada")
                    .withYaml(HelpersTest::documents)
                    .withUrls(this::fetch),
            ExpressionLimits.DEFAULT);

    /** One "document" for each line {@code key: number}; enough to see that the parser's result arrives. */
    private static List<JsonNode> documents(String name, String text) {
        if (text.startsWith("bad")) {
            throw new ProblemException(
                    ProblemException.Category.INPUT, Problem.of("manifest.read-bad", name + ":3", "x"));
        }
        return text.lines()
                .map(line -> json("{'" + line.split(": ")[0] + "':" + line.split(": ")[1] + "}"))
                .toList();
    }

    private Fetched fetch(String url) {
        fetched.add(url);
        String content = SITE.get(url);
        if (content == null) {
            throw new ProblemException(
                    ProblemException.Category.INPUT, Problem.of("artifact.not-found", "", SafeUrl.display(url)));
        }
        return Fetched.of(url, content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    public void numbers() {
        assertEquals(json("42"), bare.evaluate("${#toInt('42')}"));
        assertEquals(json("-7"), bare.evaluate("${#toInt(' -7 ')}"));
        assertEquals(json("12345678901234567890"), bare.evaluate("${#toInt('12345678901234567890')}"));
        assertEquals(json("1.5"), bare.evaluate("${#toFloat('1.5')}"));
        assertEquals("expression.call-failed", bare.refused("${#toInt('4x')}").code());
        assertEquals("expression.argument-type", bare.refused("${#toInt(null)}").code());
        assertEquals(
                "expression.not-finite", bare.refused("${#toFloat('1e400')}").code());
    }

    @Test
    public void aValueThatDoesNotFitIsNotShown() {
        Problem problem = bare.refused("${#toInt(parameters.password)}");
        assertFalse(problem.describe(), problem.describe().contains("s3cr3t"));
        assertFalse(
                problem.arguments().toString(), problem.arguments().toString().contains("s3cr3t"));
        for (String expression : List.of(
                "${#readJson(parameters.password)}",
                "${#fromBase64(parameters.password)}",
                "${T(LocalDate).parse(parameters.password)}",
                "${T(Integer).parseInt(parameters.password)}",
                "${parameters[parameters.password]}",
                "${parameters.hosts[parameters.password]}",
                "${parameters.password * 'x'}",
                "${parameters.password < 3}",
                "${parameters.password ? 1 : 2}",
                "${parameters.hosts.![#this[parameters]]}",
                "${'x' matches parameters.password + '('}",
                "${#fromUrl(parameters.password)}",
                "${#toInt('lit3ral')}",
                "x${parameters.nothing + 'lit3ral'}")) {
            String told = fixture.refused(expression).describe();
            assertFalse(told, told.contains("s3cr3t") || told.contains("lit3ral"));
        }
    }

    @Test
    public void booleans() {
        assertEquals(json("true"), bare.evaluate("${#toBoolean('true')}"));
        assertEquals(json("false"), bare.evaluate("${#toBoolean('yes')}"));
        assertEquals(json("false"), bare.evaluate("${#toBoolean(null)}"));
        assertEquals(json("true"), bare.evaluate("${#toBoolean(true)}"));
    }

    @Test
    public void base64() {
        assertEquals("5L2g5aW9", bare.text("${#toBase64('你好')}"));
        assertEquals("你好", bare.text("${#fromBase64('5L2g5aW9')}"));
        assertEquals(
                "expression.call-failed", bare.refused("${#fromBase64('%%')}").code());
        assertEquals(
                "expression.not-utf8", bare.refused("${#fromBase64('/w==')}").code());
    }

    @Test
    public void texts() {
        assertEquals("abC12", bare.text("${#alphanumerical('a-b_C.1é2')}"));
        assertEquals("ada", fixture.text("${#currentUser()}"));
        assertEquals(
                "anonymous",
                new ExpressionFixture(ExpressionContext.of(Map.of()), ExpressionLimits.DEFAULT)
                        .text("${#currentUser()}"));
        assertEquals(json("[1]"), bare.evaluate("${#doNotEval({1})}"));
    }

    @Test
    public void jsonBothWays() {
        assertEquals("{\"app\":\"ci\"}", bare.text("${#toJson(parameters.labels)}"));
        assertEquals("\"x\"", bare.text("${#toJson('x')}"));
        assertEquals(json("[1,{'a':null}]"), bare.evaluate("${#readJson('[1,{\"a\":null}]')}"));
        assertEquals(json("2"), bare.evaluate("${#readJson('{\"a\":{\"b\":2}}').a.b}"));
        assertEquals(
                "expression.json-malformed",
                bare.refused("${#readJson('{\"a\":')}").code());
        assertEquals(
                "expression.json-malformed",
                bare.refused("${#readJson('{} x')}").code());
        assertEquals(
                "expression.json-malformed",
                bare.refused("${#readJson('{\"a\":1,\"a\":2}')}").code());
        assertEquals("expression.json-scalar", bare.refused("${#readJson('1')}").code());
        assertEquals("expression.json-scalar", bare.refused("${#readJson('')}").code());
        assertEquals(
                "expression.json-with-expression",
                bare.refused("${#toJson({a: '$' + '{x}'})}").code());
    }

    @Test
    public void yaml() {
        assertEquals(json("{'a':1}"), fixture.evaluate("${#readYaml('a: 1')}"));
        String two = json("'a: 1\\nb: 2'").asText();
        assertEquals(json("[{'a':1},{'b':2}]"), fixture.evaluate("${#readAllYaml('" + two + "')}"));
        assertEquals(
                "expression.yaml-documents",
                fixture.refused("${#readYaml('" + two + "')}").code());
        assertEquals("expression.no-yaml", bare.refused("${#readYaml('a: 1')}").code());
        Problem problem = fixture.refused("${#readYaml('bad')}");
        assertEquals("manifest.read-bad", problem.code());
        assertEquals("app.yaml (readYaml:3)", problem.where());
    }

    @Test
    public void urls() {
        assertEquals("hello", fixture.text("${#fromUrl('http://cmdb/text')}"));
        assertEquals(json("2"), fixture.evaluate("${#jsonFromUrl('http://cmdb/json').a[1]}"));
        assertEquals(json("{'a':1}"), fixture.evaluate("${#yamlFromUrl('http://cmdb/yaml')}"));
        assertEquals(json("{'a':'1=x','b':'2'}"), fixture.evaluate("${#propertiesFromUrl('http://cmdb/properties')}"));
        assertEquals(
                "expression.no-urls",
                bare.refused("${#fromUrl('http://cmdb/text')}").code());
        assertEquals(
                "expression.url-scheme",
                fixture.refused("${#fromUrl('file:///etc/passwd')}").code());
    }

    @Test
    public void aUrlIsFetchedOnceInADocument() {
        assertEquals(
                json("['hello','hello']"),
                fixture.evaluate("${{#fromUrl('http://cmdb/text'), #fromUrl('http://cmdb/text')}}"));
        assertEquals(List.of("http://cmdb/text"), fetched);
    }

    @Test
    public void urlsGoThroughTheRulesForFetching() {
        HttpSource guarded = new HttpSource(
                HttpSource.client(HttpClient.newBuilder(), FetchPolicy.DEFAULT),
                FetchPolicy.DEFAULT,
                HostResolver.SYSTEM,
                ExpressionFixture.CLOCK);
        ExpressionFixture own = new ExpressionFixture(
                ExpressionContext.of(ExpressionFixture.ROOTS).withUrls(guarded), ExpressionLimits.DEFAULT);
        assertEquals(
                "artifact.address-metadata",
                own.refused("${#fromUrl('http://169.254.169.254/latest/meta-data/')}")
                        .code());
        assertEquals(
                "artifact.address-loopback",
                own.refused("${#jsonFromUrl('http://localhost:1/')}").code());
        Problem problem = own.refused("${#fromUrl('http://127.0.0.1:1/' + parameters.password)}");
        assertEquals(List.of("http://127.0.0.1:1", "127.0.0.1"), problem.arguments());
    }

    @Test
    public void aComputedUrlIsShownWithoutItsPath() {
        assertEquals(
                List.of("http://cmdb/missing"),
                fixture.refused("${#fromUrl('http://cmdb/missing')}").arguments());
        Problem problem = fixture.refused("${#fromUrl('http://cmdb/' + parameters.password)}");
        assertEquals(List.of("http://cmdb"), problem.arguments());
        assertEquals("app.yaml", problem.where());
    }

    @Test
    public void helpersOfAPipelineAreToldApartFromMisspeltOnes() {
        assertEquals(
                "${#stage('…').status}: #stage() needs a running pipeline and is not available here."
                        + " Pass the value in as a parameter.",
                bare.message("${#stage('Bake').status}"));
        assertEquals(
                "expression.helper-elsewhere", bare.refused("${#judgment('x')}").code());
        assertEquals(
                "${#toint('…')}: there is no helper #toint(). Did you mean #toInt()?", bare.message("${#toint('1')}"));
        assertEquals(
                "expression.unknown-helper", bare.refused("${#frobnicate('1')}").code());
        assertEquals(
                "expression.argument-count", bare.refused("${#toInt('1', '2')}").code());
    }

    @Test
    public void onlySoManyUrlsAreFetched() {
        ExpressionFixture own = new ExpressionFixture(
                ExpressionContext.of(
                                Map.of("numbers", IntStream.range(0, 30).boxed().toList()))
                        .withUrls(url -> {
                            fetched.add(url);
                            return Fetched.of(url, new byte[0]);
                        }),
                ExpressionLimits.DEFAULT);
        assertEquals(
                "expression.limit-fetches",
                own.refused("${numbers.![#fromUrl('http://x/' + #this)]}").code());
        assertEquals(ExpressionLimits.DEFAULT.maxFetches(), fetched.size());
    }

    @Test
    public void urlsAreHttp() {
        assertEquals(
                "${#jsonFromUrl('…')}: jsonFromUrl() fetches http: and https: URLs only.",
                fixture.message("${#jsonFromUrl('x')}"));
    }
}

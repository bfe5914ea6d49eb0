package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsSettings;
import io.jenkins.plugins.spindelivery.engine.aws.api.SdkAccount;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.After;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** CloudWatch, from moto and from a server that answers as its documentation says. */
public class CloudWatchTest {
    private static final String ERRORS =
            "{'type': 'cloudWatch', 'namespace': 'Shop', 'metricName': 'Errors', 'stat': 'Sum',"
                    + " 'dimensions': {'Group': '${scope}'}}";

    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @Rule
    public final ScriptedServer server = new ScriptedServer();

    private SdkAccount scripted;

    @After
    public void close() {
        if (scripted != null) {
            scripted.close();
        }
    }

    private CloudWatchSource source() {
        if (scripted == null) {
            scripted = new SdkAccount(new AwsSettings(
                    "prod",
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLE", "veryS3cret")),
                    "",
                    "",
                    List.of("eu-central-1"),
                    URI.create(server.address())));
        }
        return new CloudWatchSource("watch", () -> scripted, "");
    }

    private static String refused(CloudWatchSource source, String query) {
        ProblemException wrong = assertThrows(ProblemException.class, () -> source.check(Queries.of(query)));
        Problem problem = wrong.problems().get(0);
        assertEquals("errors", problem.where());
        return problem.message(Locale.ENGLISH);
    }

    @Test
    public void pointsOfOneGroupComeInTheirSteps() {
        PeerAccount account = AWS.account();
        Instant end = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(1));
        Instant start = end.minus(Duration.ofMinutes(5));
        put(account, "web-canary", start, 3);
        put(account, "web-canary", start.plusSeconds(10), 4);
        put(account, "web-canary", start.plusSeconds(120), 5);
        put(account, "other", start.plusSeconds(60), 100);
        CloudWatchSource source = new CloudWatchSource("watch", account::connect, PeerAccount.REGION);
        MetricScope scope = new MetricScope("web-canary", "", start, end, Queries.STEP, Map.of());
        Series series = Queries.series(source, Queries.of(ERRORS, Map.of(), scope));
        assertArrayEquals(new double[] {7, Double.NaN, 5, Double.NaN, Double.NaN}, series.values(), 0);
        MetricScope none = new MetricScope("nobody", "", start, end, Queries.STEP, Map.of());
        assertEquals(
                0, Queries.series(source, Queries.of(ERRORS, Map.of(), none)).size());
        source.greet(end);
    }

    private static void put(PeerAccount account, String group, Instant time, double value) {
        account.aside().cloudWatch().putMetricData(request -> request.namespace("Shop")
                .metricData(MetricDatum.builder()
                        .metricName("Errors")
                        .dimensions(dimension -> dimension.name("Group").value(group))
                        .timestamp(time)
                        .value(value)
                        .build()));
    }

    private static void answer(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] body = xml.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/xml");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static String page(String result, String token) {
        return "<GetMetricDataResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\"><GetMetricDataResult>"
                + "<MetricDataResults>" + result + "</MetricDataResults>"
                + (token.isEmpty() ? "" : "<NextToken>" + token + "</NextToken>")
                + "</GetMetricDataResult></GetMetricDataResponse>";
    }

    private static String result(String label, String status, String time, String value) {
        return "<member><Id>spin_result</Id><Label>" + label + "</Label><StatusCode>" + status + "</StatusCode>"
                + (time.isEmpty()
                        ? "<Timestamps/><Values/>"
                        : "<Timestamps><member>" + time + "</member></Timestamps><Values><member>" + value
                                + "</member></Values>")
                + "</member>";
    }

    @Test
    public void mathIsAskedForWithItsMetricsAndAllPagesAreRead() {
        server.answers(exchange -> answer(
                exchange,
                200,
                server.requests().size() == 1
                        ? page(result("rate", "PartialData", "2026-01-01T10:00:00Z", "0.5"), "more")
                        : page(result("rate", "Complete", "2026-01-01T10:03:00Z", "0.25"), "")));
        Series series = Queries.series(
                source(),
                Queries.of(
                        "{'expression': '100 * e / r', 'metrics': {'e': {'namespace': 'Shop', 'metricName': 'Errors',"
                                + " 'stat': 'Sum', 'dimensions': {'Group': '${scope}'}}, 'r': {'namespace': 'Shop',"
                                + " 'metricName': 'Requests', 'stat': 'Sum', 'unit': 'Count'}}}"));
        assertArrayEquals(new double[] {0.5, Double.NaN, Double.NaN, 0.25, Double.NaN}, series.values(), 0);
        String asked = server.requests().get(0);
        assertTrue(asked, asked.contains("MetricDataQueries.member.1.Id=e&"));
        assertTrue(asked, asked.contains("MetricStat.Metric.Dimensions.member.1.Value=web-canary&"));
        assertTrue(asked, asked.contains("MetricDataQueries.member.1.ReturnData=false"));
        assertTrue(asked, asked.contains("MetricDataQueries.member.3.Expression=100+*+e+%2F+r"));
        assertTrue(asked, asked.contains("ScanBy=TimestampAscending"));
        assertTrue(server.requests().get(1).contains("NextToken=more"));
    }

    @Test
    public void refusalsSayWhatIsWrongAndWhatPasses() {
        server.answers(exchange -> answer(exchange, 400, error("ValidationError", "Error in expression 'x'")));
        ProblemException bad =
                (ProblemException) Queries.ask(source(), Queries.of(ERRORS)).failure();
        assertFalse(MetricException.isPassing(bad));
        assertEquals(
                "The metric source watch refuses the query: Error in expression 'x'",
                bad.problems().get(0).message(Locale.ENGLISH));

        server.answers(exchange -> answer(exchange, 400, error("Throttling", "Rate exceeded")));
        assertTrue(MetricException.isPassing(
                Queries.ask(source(), Queries.of(ERRORS)).failure()));

        server.answers(exchange -> answer(exchange, 403, error("AccessDenied", "not authorized")));
        ProblemException denied =
                (ProblemException) Queries.ask(source(), Queries.of(ERRORS)).failure();
        assertFalse(MetricException.isPassing(denied));
        assertEquals("aws.no-rights", denied.problems().get(0).code());

        server.answers(exchange -> answer(exchange, 200, page(result("x", "InternalError", "", ""), "")));
        assertTrue(MetricException.isPassing(
                Queries.ask(source(), Queries.of(ERRORS)).failure()));

        server.answers(exchange -> answer(
                exchange,
                200,
                page(
                        result("a", "Complete", "2026-01-01T10:00:00Z", "1")
                                + result("b", "Complete", "2026-01-01T10:00:00Z", "2"),
                        "")));
        ProblemException several =
                (ProblemException) Queries.ask(source(), Queries.of(ERRORS)).failure();
        assertEquals("canary.cloudwatch-several", several.problems().get(0).code());
    }

    private static String error(String code, String message) {
        return "<ErrorResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\"><Error><Type>Sender</Type><Code>"
                + code + "</Code><Message>" + message + "</Message></Error><RequestId>1</RequestId></ErrorResponse>";
    }

    @Test
    public void whatIsWrongWithAQueryIsFoundWithoutAsking() {
        CloudWatchSource source = source();
        source.check(Queries.of(ERRORS));
        assertEquals(
                "The query has no namespace, which CloudWatch needs.", refused(source, "{'metricName': 'Errors'}"));
        assertEquals(
                "CloudWatch has no statistic \"Mean\": Average, Sum, Minimum, Maximum, SampleCount, or a percentile such"
                        + " as p99.",
                refused(source, "{'namespace': 'Shop', 'metricName': 'Errors', 'stat': 'Mean'}"));
        assertEquals(
                "The period has to be 1, 5, 10, 20, 30 or a multiple of 60 seconds, at most a day, not 45.",
                refused(source, "{'namespace': 'Shop', 'metricName': 'Errors', 'period': 45}"));
        assertEquals(
                "The query has a field metricname, which there is not. Did you mean: metricName?",
                refused(source, "{'namespace': 'Shop', 'metricname': 'Errors'}"));
        assertEquals(
                "An expression can't hold variables. Put ${…} into the dimensions of its metrics.",
                refused(source, "{'expression': '${scope}', 'metrics': {'a': {}}}"));
        assertTrue(refused(source, "{'expression': 'a', 'metrics': {'A': {}}}").contains("\"A\""));
        assertTrue(refused(source, ERRORS.replace("${scope}", "${scoop}")).contains("scoop"));
        assertTrue(refused(source, "{'type': 'prometheus'}").contains("cloudWatch"));
        assertEquals(List.of(), server.requests());
    }
}

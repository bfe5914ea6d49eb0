package io.jenkins.plugins.spindelivery.engine.canary.report;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.canary.config.ScoreThresholds;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Classification;
import io.jenkins.plugins.spindelivery.engine.canary.judge.JudgeResult;
import io.jenkins.plugins.spindelivery.engine.canary.judge.Verdict;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Series;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.SeriesPair;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.operation.StateMapper;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Histories, charts and reports of canaries. */
public class CanaryReportTest {
    private static final Wording ENGLISH = new Wording(Locale.ENGLISH);
    private static final String EVIL = "a<script>alert(1)</script>\"'&\u0001";

    private static Series series(double... values) {
        return new Series(1_000_000, 60_000, values);
    }

    private static Event.CanaryJudged judged(
            int interval, String metric, double score, Verdict verdict, Series canary) {
        Classification classification = verdict == Verdict.PASS ? Classification.PASS : Classification.HIGH;
        JudgeResult result = new JudgeResult(
                List.of(
                        new JudgeResult.Metric(metric, classification, "reason of " + metric, true),
                        new JudgeResult.Metric("lost", Classification.NODATA, "", false)),
                List.of(new JudgeResult.Group("group of " + metric, score, 100)),
                score,
                verdict);
        SeriesPair pair = new SeriesPair(series(1, 2, Double.NaN, 4), canary);
        return new Event.CanaryJudged(
                interval, 5, 1_000_000L * interval, result, Map.of(metric, pair), new ScoreThresholds(80, 60));
    }

    private static Element parsed(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement();
    }

    private static Element child(Element element, String name, String style) {
        var found = element.getElementsByTagNameNS("*", name);
        for (int i = 0; i < found.getLength(); i++) {
            Element one = (Element) found.item(i);
            if (one.getAttribute("class").equals(style)) {
                return one;
            }
        }
        throw new AssertionError("no " + name + " of class " + style);
    }

    @Test
    public void aSeriesInNumbers() {
        assertEquals(
                new SeriesSummary(4, 2, 1.0, 3.0, 2.5, 6.0),
                SeriesSummary.of(series(6, Double.NaN, 1, 2, Double.POSITIVE_INFINITY, 3)));
        assertEquals(new SeriesSummary(0, 1, null, null, null, null), SeriesSummary.of(series(Double.NaN)));
    }

    @Test
    public void thinningKeepsWhatStandsOutInTheOrderOfTime() {
        double[] values = new double[12_000];
        Arrays.fill(values, 5);
        values[7_003] = 900;
        values[7_005] = -900;
        Arrays.fill(values, 10_000, 11_000, Double.NaN);
        Series thin = Thinning.thin(series(values), 600);
        assertTrue(thin.size() <= 600);
        int at = 2 * (7_003 / 40);
        assertEquals(900, thin.value(at), 0);
        assertEquals(-900, thin.value(at + 1), 0);
        assertEquals(2 * 25, Arrays.stream(thin.values()).filter(Double::isNaN).count());
        assertEquals(12_000L * 60_000, thin.size() * thin.stepMillis());
        Series small = series(1, 2, 3);
        assertEquals(small, Thinning.thin(small, 600));
    }

    @Test
    public void aHistoryGrowsStaysBoundedAndSurvivesItsFile() throws Exception {
        CanaryHistory history = CanaryHistory.EMPTY;
        for (int i = 1; i <= 1_200; i++) {
            history = history.with(judged(i, "latency", 90, Verdict.PASS, series(new double[5_000])));
        }
        history = history.with(judged(1_200, "latency", 40, Verdict.FAIL, series(9, Double.NaN, 9)));
        assertEquals(1_000, history.judged().size());
        CanaryHistory.Judged last = history.judged().get(999);
        assertEquals(1_200, last.interval());
        assertEquals(40, last.score(), 0);
        assertEquals(List.of("latency", "lost"), last.failed());
        String json = StateMapper.create().writeValueAsString(history);
        assertTrue("" + json.length(), json.length() < 200_000);
        assertEquals(history, StateMapper.create().readValue(json, CanaryHistory.class));
    }

    @Test
    public void scoresAreDrawnToScaleWithTheirThresholds() throws Exception {
        CanaryHistory history = CanaryHistory.EMPTY
                .with(judged(1, "latency", 100, Verdict.PASS, series(1)))
                .with(judged(2, "latency", 60.01, Verdict.MARGINAL, series(1)))
                .with(judged(3, "latency", 0, Verdict.FAIL, series(1)));
        Element svg = parsed(ScoreChart.svg(history, "c", ENGLISH));
        assertEquals("img", svg.getAttribute("role"));
        assertThat(svg.getTextContent(), containsString("3 of 5 intervals were judged. The last score is 0: Fail."));
        String line = child(svg, "path", "spin-chart__scores").getAttribute("d");
        assertEquals(
                "M40.5 10L168.3 71.6L296 164",
                line.replaceAll("(\\.\\d)\\d+", "$1").replace("168.2", "168.3"));
        Element pass = child(svg, "line", "spin-chart__threshold spin-chart--Pass");
        assertEquals("40.8", pass.getAttribute("y1"));
        assertThat(svg.getTextContent(), containsString("Marginal > 60"));
        assertThat(
                child(svg, "path", "spin-chart__mark spin-chart--Fail").getTextContent(),
                containsString("Interval 3: 0, Fail (latency, lost)"));
    }

    @Test
    public void aScoreThatEqualsTheMarginalOneFails() {
        CanaryHistory history = CanaryHistory.EMPTY.with(judged(1, "latency", 60, Verdict.MARGINAL, series(1)));
        assertEquals(Verdict.FAIL, history.verdict());
        assertEquals(
                Verdict.MARGINAL,
                history.with(judged(2, "latency", 61, Verdict.MARGINAL, series(1)))
                        .verdict());
        assertNull(CanaryHistory.EMPTY.verdict());
    }

    @Test
    public void seriesAreDrawnWithTheirGaps() throws Exception {
        MeasuredMetric metric = MeasuredMetric.of(
                new SeriesPair(series(0, 10, Double.NaN, 10, Double.NaN, 0, 0), series(10, 10, 10, 10, 10, 10, 10)));
        Element svg = parsed(MetricChart.svg("latency", metric, "m", ENGLISH));
        String control = child(svg, "path", "spin-chart__control").getAttribute("d");
        assertEquals(control, 3, control.chars().filter(c -> c == 'M').count());
        assertTrue(control, control.contains("h4.4"));
        String canary = child(svg, "path", "spin-chart__experiment").getAttribute("d");
        assertTrue(canary, canary.startsWith("M64 ") && canary.contains("L628 "));
        assertThat(svg.getTextContent(), containsString("Baseline: mean 4 of 5 points. Canary: mean 10 of 7 points."));
    }

    @Test
    public void seriesWithoutPointsOrWithOneValueAreDrawnAllTheSame() throws Exception {
        for (SeriesPair pair : List.of(
                new SeriesPair(series(), series()),
                new SeriesPair(series(Double.NaN), series(Double.NaN)),
                new SeriesPair(series(0), series(0)),
                new SeriesPair(series(1e300, -1e300), series(1e-300)))) {
            String svg = MetricChart.svg("m", MeasuredMetric.of(pair), "m", ENGLISH);
            parsed(svg);
            assertFalse(svg, svg.contains("NaN") || svg.contains("Infinity"));
        }
        parsed(ScoreChart.svg(CanaryHistory.EMPTY, "s", ENGLISH));
    }

    @Test
    public void aReportTellsEverythingAndNeedsNothing() {
        CanaryHistory history = CanaryHistory.EMPTY
                .with(judged(1, "latency", 90, Verdict.PASS, series(1, 2)))
                .with(judged(2, "latency", 40, Verdict.FAIL, series(7, 8)));
        String html = ReportHtml.of(
                new CanaryReport(
                        "Canary web-canary",
                        List.of(new CanaryReport.Fact("Account", "prod")),
                        history,
                        Verdict.FAIL,
                        List.of(Problem.of("canary.source-unknown", "analysis", "prometheus"))),
                Locale.ENGLISH);
        for (String expected : List.of(
                "<h1>Canary web-canary</h1>",
                "Score 40 of 100",
                "Account</th><td>prod",
                "analysis: There is no metric source named prometheus.",
                "<td>2</td><td>40</td><td>Fail</td><td>latency, lost</td>",
                "<td>group of latency</td><td>40</td><td>100</td>",
                "reason of latency",
                "<td>Canary</td><td>2</td><td>0</td><td>7</td><td>7.5</td><td>7.5</td><td>8</td>",
                "This metric could not be measured.")) {
            assertThat(html, containsString(expected));
        }
        assertThat(html.replace("http://www.w3.org/2000/svg", ""), not(containsString("://")));
        assertFalse(html.contains("<script") || html.contains(" style=") || html.contains("@import"));
        String chinese = ReportHtml.of(
                new CanaryReport("t", List.of(), history, Verdict.FAIL, List.of()), Locale.SIMPLIFIED_CHINESE);
        assertThat(chinese, containsString("得分 40（满分 100）"));
        assertThat(chinese, containsString("偏高"));
    }

    @Test
    public void whatComesFromElsewhereIsTextAndNothingElse() throws Exception {
        CanaryHistory history = CanaryHistory.EMPTY.with(judged(1, EVIL, 40, Verdict.FAIL, series(1)));
        String html = ReportHtml.of(
                new CanaryReport(
                        EVIL,
                        List.of(new CanaryReport.Fact(EVIL, EVIL)),
                        history,
                        Verdict.FAIL,
                        List.of(Problem.of("canary.source-unknown", EVIL, EVIL))),
                Locale.ENGLISH);
        assertFalse(html, html.contains("<script"));
        assertFalse(html, html.contains("\u0001"));
        assertThat(
                parsed(ScoreChart.svg(history, "s", ENGLISH)).getTextContent(),
                containsString("<script>alert(1)</script>\"'&?"));
    }

    @Test
    public void numbersHaveFourDigits() {
        assertEquals("0", Wording.number(0.0));
        assertEquals("0.3333", Wording.number(1 / 3.0));
        assertEquals("1234000", Wording.number(1_234_012.0));
        assertEquals("1.235E+9", Wording.number(1_234_567_890.0));
        assertEquals("0.00001", Wording.number(0.00001).replace("1E-5", "0.00001"));
        assertEquals("–", Wording.number(Double.NaN));
    }
}

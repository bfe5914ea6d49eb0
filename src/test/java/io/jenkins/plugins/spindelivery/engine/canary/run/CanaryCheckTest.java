package io.jenkins.plugins.spindelivery.engine.canary.run;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.canary.config.ScoreThresholds;
import io.jenkins.plugins.spindelivery.engine.canary.run.Analysis.Scope;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryRequest.Route;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** What is wrong with a request before anybody is asked. */
public class CanaryCheckTest {
    private static final String WEB = Shop.next("web:2", "red");

    private static List<String> codes(CanaryRequest request, String yaml) {
        return CanaryCheck.problems(request, yaml.isEmpty() ? List.of() : Shop.manifests(yaml)).stream()
                .map(Problem::code)
                .toList();
    }

    private static CanaryRequest deployed(
            int replicas, String label, Route route, Analysis how, long life, boolean gate) {
        return new CanaryRequest(Shop.deploy("shop"), replicas, List.of(), label, null, route, how, life, gate);
    }

    private static Analysis analysis(String source, long interval, long step, ScoreThresholds thresholds) {
        return new Analysis(source, null, thresholds, interval, 0, 0, 0, step, null, null);
    }

    private static CanaryRequest past(Long start, Long end, Map<String, Scope> scopes) {
        Analysis how = new Analysis("m", scopes, null, 0, 0, 0, 0, 60, start, end);
        return new CanaryRequest(null, 1, List.of(), "", null, null, how, 0, false);
    }

    @Test
    public void nothingIsWrongWithAGoodOne() {
        assertEquals(List.of(), codes(Shop.measured("shop"), WEB));
        assertEquals(List.of(), codes(deployed(1, "a.b/track=canary", null, null, 0, true), WEB));
    }

    @Test
    public void aCanaryIsMadeOfOneWorkloadThatCanRunTwice() {
        CanaryRequest request = deployed(1, "", null, null, 0, true);
        assertEquals(List.of("canary.kind"), codes(request, WEB.replace("kind: Deployment", "kind: StatefulSet")));
        String second = WEB + "---\n" + WEB.substring(WEB.indexOf("apiVersion: apps/v1"));
        assertEquals(List.of("canary.workloads"), codes(request, second));
        String settings = WEB.substring(0, WEB.indexOf("---"));
        assertEquals(List.of("canary.no-workload"), codes(request, settings));
        String nameless = WEB.replace("name: web\n", "generateName: web-\n");
        assertEquals(List.of("canary.no-name"), codes(request, nameless));
    }

    @Test
    public void numbersAndNamesAreChecked() {
        assertEquals(List.of("canary.replicas"), codes(deployed(0, "", null, null, 0, true), WEB));
        for (String label : List.of("canary", "=x", "a=", "a=b=c", "a b=c")) {
            assertEquals(label, List.of("canary.label"), codes(deployed(1, label, null, null, 0, true), WEB));
        }
        assertEquals(
                List.of("canary.route-service", "canary.route-weight"),
                codes(deployed(1, "", new Route("shop", 100), null, 0, true), WEB));
    }

    @Test
    public void somethingHasToEndIt() {
        assertEquals(List.of("canary.nothing-to-wait-for"), codes(deployed(1, "", null, null, 0, false), WEB));
        Analysis how = analysis("m", 0, 60, null);
        assertEquals(List.of("canary.no-lifetime"), codes(deployed(1, "", null, how, 0, true), WEB));
        assertEquals(List.of("canary.negative"), codes(deployed(1, "", null, null, -1, true), WEB));
    }

    @Test
    public void anAnalysisHasToMakeSense() {
        assertEquals(
                List.of("canary.no-source"), codes(deployed(1, "", null, analysis(" ", 0, 60, null), 600, false), WEB));
        assertEquals(
                List.of("canary.negative"), codes(deployed(1, "", null, analysis("m", -1, 60, null), 600, false), WEB));
        for (ScoreThresholds wrong :
                List.of(new ScoreThresholds(50, 75), new ScoreThresholds(101, 50), new ScoreThresholds(75, -1))) {
            assertEquals(
                    List.of("canary.thresholds"),
                    codes(deployed(1, "", null, analysis("m", 0, 60, wrong), 600, false), WEB));
        }
        assertEquals(
                List.of("canary.no-points"), codes(deployed(1, "", null, analysis("m", 0, 60, null), 59, false), WEB));
    }

    @Test
    public void intervalsAreBounded() {
        Analysis everySecond = analysis("m", 1, 1, null);
        assertEquals(List.of(), codes(deployed(1, "", null, everySecond, 10_080, false), WEB));
        assertEquals(
                List.of("canary.too-many-intervals"), codes(deployed(1, "", null, everySecond, 10_081, false), WEB));
    }

    @Test
    public void thePastNeedsBothEndsAndBothSides() {
        Map<String, Scope> scopes = Map.of("default", new Scope("a", "", "b", "", Map.of()));
        assertEquals(List.of(), codes(past(0L, 3_600_000L, scopes), ""));
        assertEquals(List.of("canary.start-and-end"), codes(past(0L, null, scopes), ""));
        assertEquals(List.of("canary.no-time"), codes(past(1L, 1L, scopes), ""));
        assertEquals(List.of("canary.no-scopes"), codes(past(0L, 3_600_000L, Map.of()), ""));
        assertEquals(
                List.of("canary.nothing"),
                codes(new CanaryRequest(null, 1, List.of(), "", null, null, null, 0, false), ""));
    }
}

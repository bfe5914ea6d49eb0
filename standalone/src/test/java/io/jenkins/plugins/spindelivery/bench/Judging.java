package io.jenkins.plugins.spindelivery.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.cli.input.CanaryFiles;
import io.jenkins.plugins.spindelivery.engine.canary.config.CanaryConfig;
import io.jenkins.plugins.spindelivery.engine.canary.config.ScoreThresholds;
import io.jenkins.plugins.spindelivery.engine.canary.judge.CanaryJudge;
import io.jenkins.plugins.spindelivery.engine.canary.judge.ShiftBounds;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.Series;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.SeriesPair;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Judging a day of a canary, beside Python with scipy: the same statistic by scipy's ranks, its crossings by scipy's root
 * finder. Verdicts have to be the same, and bounds to 1e-9.
 */
final class Judging {
    private static final int POINTS = 1440;
    private static final int WARM_UPS = 30;
    private static final double PRECISE = 1e-12;
    private static final double EQUAL = 1e-9;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Setting setting;
    private final ScipyPeer scipy;
    private final int metrics;
    private final Path configFile;
    private final Path metricsFile;
    private final CanaryConfig config;
    private final Map<String, SeriesPair> series;
    private final List<Measured> measured;

    /** The points of both sides without missing ones. */
    private record Measured(double[] control, double[] experiment) {
        static Measured of(SeriesPair pair) {
            return new Measured(points(pair.control()), points(pair.experiment()));
        }

        private static double[] points(Series series) {
            return Arrays.stream(series.values())
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
        }

        ShiftBounds bounds() {
            return ShiftBounds.of(experiment, control, PRECISE);
        }
    }

    /**
     * The work.
     *
     * @param setting where it is done
     * @param scipy the peer
     * @param metrics how many
     */
    Judging(Setting setting, ScipyPeer scipy, int metrics) throws Exception {
        this.setting = setting;
        this.scipy = scipy;
        this.metrics = metrics;
        configFile = setting.folder().resolve("canary.json");
        metricsFile = setting.folder().resolve("canary-metrics.json");
        writeInput();
        CanaryFiles files =
                new CanaryFiles(InputStream.nullInputStream(), configFile.toString(), metricsFile.toString());
        config = files.config();
        series = files.metrics();
        measured = series.values().stream().map(Measured::of).toList();
    }

    List<Row> measure(int rounds) throws Exception {
        compare(JSON.readTree(scipy.judge(configFile, metricsFile, PRECISE)));
        for (int i = 0; i < WARM_UPS; i++) {
            CanaryJudge.judge(config, series, ScoreThresholds.DEFAULT);
            bounds();
        }
        Race race = new Race(setting.quiet())
                .with(Contestant.measured("scipy, its own measure", () -> alone(PRECISE)))
                .with(Contestant.measured("scipy to 1e-4", () -> alone(ShiftBounds.ACCURACY)))
                .with(Contestant.of("scipy, process", () -> scipy.judge(configFile, metricsFile, PRECISE)))
                .with(Contestant.of("bounds to 1e-12", this::bounds))
                .with(Contestant.of("judge", () -> CanaryJudge.judge(config, series, ScoreThresholds.DEFAULT)))
                .with(Contestant.of("spin canary judge", this::spin));
        Map<String, Times> times = race.run(1, rounds);
        String work = "judge %d metrics, %,d points a side, ".formatted(metrics, POINTS);
        return List.of(
                Row.times(
                        "judge-bounds",
                        work + "bounds to 1e-12, warm",
                        times.get("bounds to 1e-12"),
                        "scipy to 1e-12, in its process",
                        times.get("scipy, its own measure"),
                        1 / 30.0),
                Row.times(
                        "judge-warm",
                        work + "as Kayenta does, warm",
                        times.get("judge"),
                        "scipy to 1e-4, in its process",
                        times.get("scipy to 1e-4"),
                        Double.POSITIVE_INFINITY),
                Row.times(
                        "judge-cold",
                        work + "`spin canary judge`",
                        times.get("spin canary judge"),
                        "Python with scipy to 1e-12 as a process",
                        times.get("scipy, process"),
                        0.1));
    }

    private void bounds() {
        measured.forEach(Measured::bounds);
    }

    /** The command line as a process of its own; it needs no cluster. */
    private String spin() throws Exception {
        List<String> command = List.of(
                setting.root().resolve("standalone/spin").toString(),
                "canary",
                "judge",
                "--config=" + configFile,
                "--metrics=" + metricsFile,
                "--output=json");
        return Programs.run(setting.root(), Map.of(), command).output();
    }

    /** Without the start of its process and without reading, to be fair to it. */
    private Duration alone(double accuracy) throws Exception {
        JsonNode said = JSON.readTree(scipy.judge(configFile, metricsFile, accuracy));
        return Duration.ofNanos((long) (said.get("milliseconds").doubleValue() * 1e6));
    }

    /** A faster wrong answer would be worth nothing. */
    private void compare(JsonNode theirs) throws Exception {
        JsonNode ours = JSON.readTree(spin());
        require(ours.get("score").doubleValue() == theirs.get("score").doubleValue(), "scores", ours, theirs);
        for (int i = 0; i < metrics; i++) {
            JsonNode their = theirs.get("metrics").get(i);
            JsonNode our = ours.get("metrics").get(i);
            require(our.get("name").equals(their.get("name")), "names", our, their);
            require(our.get("classification").equals(their.get("classification")), "classifications", our, their);
            ShiftBounds bounds = measured.get(i).bounds();
            require(Math.abs(bounds.low() - their.get("low").doubleValue()) <= EQUAL, "bounds", bounds, their);
            require(Math.abs(bounds.high() - their.get("high").doubleValue()) <= EQUAL, "bounds", bounds, their);
        }
    }

    private static void require(boolean equal, String what, Object ours, Object theirs) {
        if (!equal) {
            throw new IllegalStateException(what + " differ: " + ours + " and " + theirs);
        }
    }

    /** Measurements around 100, some of the canary's a little higher, and some of them missing. */
    private void writeInput() throws Exception {
        Random random = new Random(1440);
        ObjectNode given = JSON.createObjectNode();
        ArrayNode list = given.putArray("metrics");
        ObjectNode classifier = given.putObject("classifier");
        Map<String, Integer> weights = new LinkedHashMap<>();
        ObjectNode measured = JSON.createObjectNode();
        ObjectNode byName = measured.putObject("metrics");
        for (int i = 0; i < metrics; i++) {
            String group = "group-" + i % 4;
            weights.put(group, 25);
            list.addObject().put("name", "metric-" + i).putArray("groups").add(group);
            ObjectNode sides = byName.putObject("metric-" + i);
            points(sides.putArray("control"), random, 100);
            points(sides.putArray("experiment"), random, 100 + 2 * (i % 3));
        }
        classifier.set("groupWeights", JSON.valueToTree(weights));
        JSON.writeValue(configFile.toFile(), given);
        JSON.writeValue(metricsFile.toFile(), measured);
    }

    private static void points(ArrayNode side, Random random, double middle) {
        for (int i = 0; i < POINTS; i++) {
            double point = middle + 10 * random.nextGaussian();
            if (i % 100 == 99) {
                side.addNull();
            } else {
                side.add(point);
            }
        }
    }
}

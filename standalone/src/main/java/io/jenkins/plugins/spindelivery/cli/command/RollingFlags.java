package io.jenkins.plugins.spindelivery.cli.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The steps of a rolling red/black, of ReplicaSets and of server groups. */
final class RollingFlags {
    @Option(
            names = "--percentages",
            paramLabel = "N,N",
            split = ",",
            order = 59,
            description = "The steps of rollingRedBlack, such as 25,50; 100 comes last by itself.")
    private List<Integer> percentages = new ArrayList<>();

    @Option(
            names = "--pause-between",
            paramLabel = "DURATION",
            converter = DurationFlag.class,
            order = 59,
            description = "How long each step of rollingRedBlack lasts at least, such as 5m.")
    private Duration pause;

    /** The steps as they were given; the options of the operation check them. */
    List<Integer> percentages() {
        return percentages;
    }

    /** How long each step lasts at least, in seconds. */
    long pauseSeconds() {
        return pause == null ? 0 : pause.toSeconds();
    }
}

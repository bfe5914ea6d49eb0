package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.engine.operation.Durations;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as people write them: {@code 30m}, {@code 90s}, {@code 1h30m}, or plain seconds. */
final class DurationFlag implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return Durations.parse(text)
                .orElseThrow(() -> new TypeConversionException(
                        Problem.of("cli.duration", "", text).message()));
    }
}

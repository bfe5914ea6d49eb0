package io.jenkins.plugins.spindelivery.notify;

import io.jenkins.plugins.spindelivery.engine.notify.Occasion;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what somebody is told of, as people write it. */
final class Occasions {
    private Occasions() {}

    /** The names in a text. */
    static List<String> split(String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split("[,;\\s]+"))
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .toList();
    }

    /** All names that there are. */
    static List<String> names() {
        return Arrays.stream(Occasion.values()).map(Occasion::when).distinct().toList();
    }

    /** The occasions of a text; names that are not known are left out. */
    static Set<Occasion> read(String text) {
        return of(split(text));
    }

    /** The occasions of a list of names. */
    static Set<Occasion> of(List<String> names) {
        return names.stream()
                .flatMap(name -> Occasion.named(name).stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Occasion.class)));
    }

    /** The first name that is not known. */
    static Optional<Problem> fault(String text) {
        return split(text).stream()
                .filter(name -> Occasion.named(name).isEmpty())
                .map(name -> Problem.of("notify.when-unknown", "", name, String.join(", ", names())))
                .findFirst();
    }
}

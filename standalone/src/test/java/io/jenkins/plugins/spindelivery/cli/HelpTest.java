package io.jenkins.plugins.spindelivery.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.cli.output.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The help is whole in both languages, and no translation is left over. */
public class HelpTest {
    private static final String BUNDLE = "io.jenkins.plugins.spindelivery.cli.Help";

    private final ResourceBundle chinese = ResourceBundle.getBundle(BUNDLE, Locale.SIMPLIFIED_CHINESE);
    private final Set<String> used = new TreeSet<>();
    private final List<String> missing = new ArrayList<>();

    private static CommandSpec root() {
        Spin spin = new Spin(new TestConsole().terminal(Terminal.NONE).console(), code -> {});
        return spin.parser().getCommandSpec();
    }

    @Test
    public void everythingIsTranslatedAndNothingElse() {
        CommandSpec root = root();
        check(root);
        below(root).forEach(this::check);
        assertEquals(List.of(), missing);
        Set<String> all = new TreeSet<>(chinese.keySet());
        all.removeIf(key -> key.contains(".usage."));
        all.removeAll(used);
        assertEquals("keys that no flag has", Set.of(), all);
    }

    /** All commands, those below others as well. */
    private static Stream<CommandSpec> below(CommandSpec command) {
        return command.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .flatMap(each -> Stream.concat(Stream.of(each), below(each)));
    }

    private void check(CommandSpec command) {
        String prefix = command.qualifiedName(".") + ".";
        if (!command.name().equals("help")) {
            boolean described = chinese.keySet().stream().anyMatch(key -> key.startsWith(prefix + "usage.description"));
            if (!described) {
                missing.add(prefix + "usage.description");
            }
            command.options().forEach(option -> check(prefix, option));
        }
        for (PositionalParamSpec positional : command.positionalParameters()) {
            if (!command.name().equals("help")) {
                require(prefix, positional.descriptionKey());
            }
        }
    }

    private void check(String prefix, OptionSpec option) {
        require(prefix, option.longestName().replaceFirst("^-+", ""));
    }

    private void require(String prefix, String key) {
        if (chinese.containsKey(prefix + key)) {
            used.add(prefix + key);
        } else if (chinese.containsKey(key)) {
            used.add(key);
        } else {
            missing.add(prefix + key);
        }
    }

    @Test
    public void everyFlagSaysInEnglishWhatItDoes() {
        for (CommandSpec command : below(root()).toList()) {
            for (OptionSpec option : command.options()) {
                assertTrue(option.longestName(), option.description().length > 0);
            }
        }
    }
}

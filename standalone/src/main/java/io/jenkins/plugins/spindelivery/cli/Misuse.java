package io.jenkins.plugins.spindelivery.cli;

import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in the reader's language what is wrong with the arguments; picocli itself knows English alone. */
final class Misuse {
    private Misuse() {}

    /**
     * The problem with the arguments.
     *
     * @param error as the parser tells it
     * @return the problem, with a hint at the command's help
     */
    static Problem of(ParameterException error) {
        String help = error.getCommandLine().getCommandSpec().qualifiedName() + " --help";
        return Problem.of("cli.usage", "", sentence(error), help);
    }

    private static String sentence(ParameterException error) {
        if (error instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (error instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            String names = missing.getMissing().stream().map(Misuse::name).collect(Collectors.joining(", "));
            return text("cli.missing", names);
        }
        ArgSpec argument = error.getArgSpec();
        if (argument != null && argument.typeInfo().isEnum() && error.getValue() != null) {
            String choices = Arrays.stream(argument.typeInfo().getType().getEnumConstants())
                    .map(choice -> ((Enum<?>) choice).name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            return text("cli.choice", error.getValue(), longest(argument), choices);
        }
        if (argument != null && error.getCause() instanceof TypeConversionException own) {
            return text("cli.value", longest(argument), own.getMessage());
        }
        // Of flags that exclude each other the parser says so itself, and we say "Error" before it.
        return error.getMessage().strip().replaceFirst("^Error: ", "");
    }

    private static String unmatched(UnmatchedArgumentException error) {
        String word = error.getUnmatched().get(0);
        boolean command = !error.getCommandLine().getSubcommands().isEmpty() && !word.startsWith("-");
        String sentence = text(command ? "cli.unknown-command" : "cli.unexpected-argument", word);
        List<String> near = error.getSuggestions();
        return near.isEmpty() ? sentence : sentence + " " + text("cli.suggestion", near.get(0));
    }

    private static String name(ArgSpec argument) {
        return argument.isOption() ? longest(argument) + " " + argument.paramLabel() : argument.paramLabel();
    }

    private static String longest(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String text(String code, Object... arguments) {
        return Problem.of(code, "", arguments).message();
    }
}

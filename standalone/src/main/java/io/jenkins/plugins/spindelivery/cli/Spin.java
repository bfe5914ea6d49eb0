package io.jenkins.plugins.spindelivery.cli;

import io.jenkins.plugins.spindelivery.cli.command.AwsGroup;
import io.jenkins.plugins.spindelivery.cli.command.BakeCommand;
import io.jenkins.plugins.spindelivery.cli.command.CanaryCommand;
import io.jenkins.plugins.spindelivery.cli.command.CompletionCommand;
import io.jenkins.plugins.spindelivery.cli.command.DeleteCommand;
import io.jenkins.plugins.spindelivery.cli.command.DeployCommand;
import io.jenkins.plugins.spindelivery.cli.command.FindCommand;
import io.jenkins.plugins.spindelivery.cli.command.ImageCommand;
import io.jenkins.plugins.spindelivery.cli.command.ImportCommand;
import io.jenkins.plugins.spindelivery.cli.command.LoadBalancerGroup;
import io.jenkins.plugins.spindelivery.cli.command.PatchCommand;
import io.jenkins.plugins.spindelivery.cli.command.PlanCommand;
import io.jenkins.plugins.spindelivery.cli.command.RenderCommand;
import io.jenkins.plugins.spindelivery.cli.command.ResumeCommand;
import io.jenkins.plugins.spindelivery.cli.command.RollbackCommand;
import io.jenkins.plugins.spindelivery.cli.command.RolloutCommand;
import io.jenkins.plugins.spindelivery.cli.command.RunJobCommand;
import io.jenkins.plugins.spindelivery.cli.command.ScaleCommand;
import io.jenkins.plugins.spindelivery.cli.command.SecurityGroupGroup;
import io.jenkins.plugins.spindelivery.cli.command.ServerGroupCommand;
import io.jenkins.plugins.spindelivery.cli.command.SpinCommand;
import io.jenkins.plugins.spindelivery.cli.command.StatusCommand;
import io.jenkins.plugins.spindelivery.cli.command.TrafficCommand;
import io.jenkins.plugins.spindelivery.cli.command.VersionCommand;
import io.jenkins.plugins.spindelivery.cli.output.Console;
import io.jenkins.plugins.spindelivery.cli.output.OutputFormat;
import io.jenkins.plugins.spindelivery.cli.output.Shape;
import io.jenkins.plugins.spindelivery.cli.run.HeadStart;
import io.jenkins.plugins.spindelivery.cli.run.Signals;
import io.jenkins.plugins.spindelivery.cli.run.Workers;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntConsumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line {@code spin}: its entry, and what is around every command. */
@Command(
        name = "spin",
        versionProvider = Version.Provider.class,
        resourceBundle = "io.jenkins.plugins.spindelivery.cli.Help",
        description = "Deploy manifests to Kubernetes as Spinnaker does, and watch them until they are ready.",
        synopsisSubcommandLabel = "COMMAND",
        subcommandsRepeatable = false,
        sortOptions = false,
        optionListHeading = "%n",
        commandListHeading = "%nCommands:%n",
        footer = {"", "Exit codes: 0 done, 1 failed or timed out, 2 refused, 3 no access, 130 interrupted."})
public final class Spin implements Runnable {
    private static final int HELP_WIDTH = 100;
    /** In the order of the help. */
    private static final List<String> COMMANDS = List.of(
            "deploy",
            "plan",
            "render",
            "status",
            "find",
            "delete",
            "scale",
            "rollout",
            "traffic",
            "patch",
            "run-job",
            "rollback",
            "canary",
            "bake",
            "image",
            "server-group",
            "load-balancer",
            "security-group",
            "aws",
            "import",
            "resume",
            "version",
            "completion",
            "help");
    /** Commands that tell of all others. */
    private static final Set<String> ABOUT_ALL = Set.of("completion", "help");

    /** Commands that will want a cluster, as a rule. */
    private static final Set<String> CONNECTING = Set.of(
            "deploy",
            "plan",
            "status",
            "find",
            "delete",
            "scale",
            "rollout",
            "traffic",
            "patch",
            "run-job",
            "rollback",
            "canary",
            "resume");

    private final Console console;
    private final IntConsumer halt;
    private volatile Session session;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            paramLabel = "text|json",
            order = 900,
            description = "text for people (default), or json: one JSON object on standard output and nothing else.")
    private OutputFormat format = OutputFormat.TEXT;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 1000,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            order = 1001,
            description = "Show the version.")
    private boolean version;

    /**
     * A command line.
     *
     * @param console its streams
     * @param halt ends the process at once with an exit code
     */
    public Spin(Console console, IntConsumer halt) {
        this.console = console;
        this.halt = halt;
    }

    /**
     * The process's entry.
     *
     * @param arguments as the shell gives them
     */
    public static void main(String[] arguments) {
        if (arguments.length > 0 && CONNECTING.contains(arguments[0])) {
            HeadStart.begin();
        }
        Language.of(System.getenv()).ifPresent(Locale::setDefault);
        Spin spin = new Spin(Console.system(), Runtime.getRuntime()::halt);
        Signals.listen(spin::signalled);
        int code = spin.run(arguments);
        Workers.wake();
        System.exit(code);
    }

    /**
     * Runs one command.
     *
     * @param arguments as the shell gives them
     * @return the exit code
     */
    public int run(String... arguments) {
        int code = parser(arguments).execute(arguments);
        console.out().flush();
        return code;
    }

    /**
     * The parser of some arguments. A command's flags are read by reflection, which takes longer than most commands run;
     * so where the arguments begin with a command, it is the only one that the parser knows.
     *
     * @param arguments as the shell gives them
     * @return the parser, with all commands wherever more than one may matter
     */
    CommandLine parser(String... arguments) {
        CommandLine line = new CommandLine(this);
        boolean one = arguments.length > 0 && COMMANDS.contains(arguments[0]) && !ABOUT_ALL.contains(arguments[0]);
        for (String name : one ? List.of(arguments[0]) : COMMANDS) {
            line.addSubcommand(name, command(name));
        }
        return line
                // A parameter's value may begin with "@"; nobody expects a file of further arguments.
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(HELP_WIDTH)
                .setColorScheme(Help.defaultColorScheme(console.terminal().colourOut() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(this::misused)
                .setExecutionExceptionHandler(this::defective);
    }

    private static Object command(String name) {
        return switch (name) {
            case "deploy" -> new DeployCommand();
            case "plan" -> new PlanCommand();
            case "render" -> new RenderCommand();
            case "status" -> new StatusCommand();
            case "find" -> new FindCommand();
            case "delete" -> new DeleteCommand();
            case "run-job" -> new RunJobCommand();
            case "scale" -> new ScaleCommand();
            case "rollout" -> new RolloutCommand();
            case "traffic" -> new TrafficCommand();
            case "patch" -> new PatchCommand();
            case "rollback" -> new RollbackCommand();
            case "canary" -> new CanaryCommand();
            case "bake" -> new BakeCommand();
            case "image" -> new ImageCommand();
            case "server-group" -> new ServerGroupCommand();
            case "load-balancer" -> new LoadBalancerGroup();
            case "security-group" -> new SecurityGroupGroup();
            case "aws" -> new AwsGroup();
            case "import" -> new ImportCommand();
            case "resume" -> new ResumeCommand();
            case "version" -> new VersionCommand();
            case "completion" -> new CompletionCommand();
            case "help" -> new HelpCommand();
            default -> throw new IllegalArgumentException("no command: " + name);
        };
    }

    /** {@code spin} without a command. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), Problem.of("cli.no-command", "").message());
    }

    /**
     * A command begins.
     *
     * @param shape its JSON
     * @return its session
     */
    public Session begin(Shape shape) {
        session = new Session(console, format, shape, halt);
        return session;
    }

    private void signalled() {
        Session running = session;
        if (running == null) {
            halt.accept(ExitCode.INTERRUPTED);
        } else {
            running.interruption().signal();
        }
    }

    private int misused(ParameterException error, String[] arguments) {
        CommandSpec command = error.getCommandLine().getCommandSpec();
        if (wantsJson(List.of(arguments))) {
            // The error may stand before -o was read.
            format = OutputFormat.JSON;
        }
        Session refused = begin(command.userObject() instanceof SpinCommand known ? known.shape() : Shape.OTHER);
        return refused.finish(refused.misuse(Misuse.of(error)));
    }

    private int defective(Exception error, CommandLine line, ParseResult parsed) {
        if (!console.env().getOrDefault("SPIN_DEBUG", "").isEmpty()) {
            error.printStackTrace(console.err());
        }
        String what = error.getClass().getSimpleName() + (error.getMessage() == null ? "" : ": " + error.getMessage());
        return session.finish(session.defect(Problem.of("cli.defect", "", what)));
    }

    /** Whether the arguments ask for JSON, as far as that can be told of arguments that could not be parsed. */
    static boolean wantsJson(List<String> arguments) {
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String argument = rest.next().toLowerCase(Locale.ROOT);
            if (argument.equals("--")) {
                return false;
            }
            boolean separate = argument.equals("-o") || argument.equals("--output");
            if (separate && rest.hasNext() && rest.next().equalsIgnoreCase("json")) {
                return true;
            }
            if (List.of("-ojson", "-o=json", "--output=json").contains(argument)) {
                return true;
            }
        }
        return false;
    }
}

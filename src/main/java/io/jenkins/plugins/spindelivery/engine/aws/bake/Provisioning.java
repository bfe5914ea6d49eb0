package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Command;
import software.amazon.awssdk.services.ssm.model.CommandInvocationStatus;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;

/** What happens on the builder: waits for its end, tells what it writes, and says what came of it. */
final class Provisioning {
    /** A stopped instance's console may come late. */
    private static final long CONSOLE_MILLIS = 5 * 60_000L;
    /** An agent registers within a minute or two of the start; one that has not done so by then never will. */
    private static final long REGISTRATION_MILLIS = 10 * 60_000L;
    /** Systems Manager takes no more than two days, in seconds, and no less than half a minute. */
    private static final long LONGEST_SECONDS = 172_800;

    private static final long SHORTEST_SECONDS = 30;
    private static final int LAST_LINES = 100;
    private static final String LOG = "provision";
    private static final String CONSOLE_AWAITED = "stopped, its console is awaited";

    private final BakeWork work;
    private final ProvisionScript script;

    Provisioning(BakeWork work) {
        this.work = work;
        this.script = new PackageStaging(work).script();
    }

    private boolean byUserData() {
        return work.request().builder().how() == BuilderOptions.How.USER_DATA;
    }

    private String builder() {
        return work.state().builder();
    }

    /** Looks whether the builder is done. */
    Looked watch() {
        Optional<Instance> instance = new Builder(work).instance();
        if (instance.isEmpty()) {
            return work.notYet();
        }
        InstanceStateName state = instance.get().state().name();
        if (byUserData()) {
            return state == InstanceStateName.STOPPED
                    ? console()
                    : work.notYet(AwsRef.Kind.INSTANCE, builder(), state.toString());
        }
        if (state == InstanceStateName.RUNNING) {
            return work.state().command().isEmpty() ? send() : invocation();
        }
        if (state == InstanceStateName.PENDING) {
            return work.notYet(AwsRef.Kind.INSTANCE, builder(), state.toString());
        }
        throw BakeWork.wrong(Category.FAILED, "aws.bake-builder-gone", builder(), state.toString());
    }

    private Looked console() {
        String console = read();
        OptionalInt code = script.exitCode(console);
        if (code.isEmpty()) {
            Looked late = work.notYet(AwsRef.Kind.INSTANCE, builder(), CONSOLE_AWAITED);
            if (!work.state().seen().equals(CONSOLE_AWAITED)) {
                return work.learnt(
                        late.state().enter(BakePhase.PROVISION, work.now()).seen(CONSOLE_AWAITED));
            }
            if (work.now() - work.state().phaseSince() > CONSOLE_MILLIS) {
                throw BakeWork.wrong(Category.FAILED, "aws.bake-no-signal", builder());
            }
            return late;
        }
        List<String> lines = script.output(console);
        tell(lines);
        refuse(code.getAsInt(), lines);
        return work.goOn(work.enter(BakePhase.IMAGE).shown(lines.size()));
    }

    private void refuse(int code, List<String> lines) {
        if (code != 0) {
            throw BakeWork.wrong(
                    Category.FAILED,
                    "aws.bake-provision-failed",
                    code,
                    lines.isEmpty() ? "-" : lines.get(lines.size() - 1));
        }
    }

    private String read() {
        String encoded = null;
        try {
            encoded = work.ec2()
                    .getConsoleOutput(request -> request.instanceId(builder()).latest(true))
                    .output();
        } catch (AwsFault e) {
            // Instances of earlier generations have their console only after they have stopped.
            if (!e.code().equals("UnsupportedOperation") && !e.code().startsWith("Incorrect")) {
                throw e;
            }
        }
        if (encoded == null || encoded.isEmpty()) {
            encoded = work.ec2()
                    .getConsoleOutput(request -> request.instanceId(builder()))
                    .output();
        }
        byte[] text = Base64.getMimeDecoder().decode(Objects.toString(encoded, ""));
        return new String(text, StandardCharsets.UTF_8);
    }

    private Looked send() {
        try {
            Optional<Command> sent = sent();
            return work.learnt(started(sent.isPresent() ? sent.get().commandId() : command()));
        } catch (AwsFault e) {
            if (!e.code().equals("InvalidInstanceId")) {
                throw e;
            }
            if (work.now() - work.state().phaseSince() > REGISTRATION_MILLIS) {
                throw BakeWork.wrong(
                        Category.FAILED, "aws.bake-no-agent", builder(), REGISTRATION_MILLIS / 60_000, work.home());
            }
            return work.notYet(AwsRef.Kind.INSTANCE, builder(), "not known to Systems Manager yet");
        }
    }

    private String command() {
        long left = (work.state().course().deadline() - work.now()) / 1000;
        String seconds = Long.toString(Math.max(SHORTEST_SECONDS, Math.min(LONGEST_SECONDS, left)));
        return ssm().sendCommand(request -> request.documentName("AWS-RunShellScript")
                        .instanceIds(builder())
                        .comment(comment())
                        .parameters(Map.of("commands", script.commands(), "executionTimeout", List.of(seconds))))
                .command()
                .commandId();
    }

    private BakeState started(String command) {
        return work.state().command(command);
    }

    private String comment() {
        return work.token(LOG);
    }

    private SsmClient ssm() {
        return work.account().region(work.home()).systemsManager();
    }

    /** The command of an earlier try, whose answer was lost; it must not run twice. */
    private Optional<Command> sent() {
        return ssm().listCommandsPaginator(request -> request.instanceId(builder())).commands().stream()
                .filter(command -> comment().equals(command.comment()))
                .min(Comparator.comparing(Command::requestedDateTime));
    }

    private Looked invocation() {
        GetCommandInvocationResponse answer;
        try {
            answer = ssm().getCommandInvocation(
                            request -> request.commandId(work.state().command()).instanceId(builder()));
        } catch (AwsFault e) {
            if (e.code().equals("InvocationDoesNotExist") && work.settling()) {
                return work.notYet();
            }
            throw e;
        }
        List<String> lines = lines(answer);
        tell(lines);
        CommandInvocationStatus status = answer.status();
        if (status == CommandInvocationStatus.SUCCESS) {
            return work.goOn(work.enter(BakePhase.STOP).shown(lines.size()));
        }
        if (status == CommandInvocationStatus.FAILED) {
            refuse(Objects.requireNonNullElse(answer.responseCode(), -1), lines);
        }
        if (status == CommandInvocationStatus.PENDING
                || status == CommandInvocationStatus.IN_PROGRESS
                || status == CommandInvocationStatus.DELAYED) {
            Looked looked = work.notYet(AwsRef.Kind.INSTANCE, builder(), "provisioning");
            return work.notYet(looked.state().shown(lines.size()));
        }
        throw BakeWork.wrong(Category.FAILED, "aws.bake-command-ended", answer.statusDetails());
    }

    private static List<String> lines(GetCommandInvocationResponse answer) {
        return (Objects.toString(answer.standardOutputContent(), "")
                        + Objects.toString(answer.standardErrorContent(), ""))
                .lines()
                .map(String::stripTrailing)
                .map(PackageDownload::masked)
                .toList();
    }

    private void tell(List<String> lines) {
        if (lines.size() > work.state().shown()) {
            List<String> fresh = lines.subList(work.state().shown(), lines.size());
            work.context()
                    .emit(new Event.LogLines(
                            AwsRef.of(AwsRef.Kind.INSTANCE, work.home(), builder()), LOG, List.copyOf(fresh)));
        }
    }

    /** What the builder wrote last, when it is not going to be heard to its end. */
    BakeState lastOutput() {
        BakeState next = work.enter(BakePhase.CLEANUP);
        boolean told = work.state().course().errors().stream()
                .anyMatch(problem -> problem.code().equals("aws.bake-provision-failed"));
        if (told) {
            return next;
        }
        try {
            List<String> lines = byUserData() ? script.output(read()) : commandOutput();
            List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
            if (last.isEmpty()) {
                return next;
            }
            work.context().emit(new Event.LogLines(AwsRef.of(AwsRef.Kind.INSTANCE, work.home(), builder()), LOG, last));
            Problem line = Problem.of("aws.bake-last-line", "", last.get(last.size() - 1));
            boolean cancelled = next.course().errors().isEmpty();
            return cancelled
                    ? next
                    : next.with(next.course()
                            .ending(next.course().status(), next.course().category(), List.of(line)));
        } catch (ProblemException e) {
            // The output is for information; the clean-up must not wait for it.
            return next;
        }
    }

    private List<String> commandOutput() {
        return work.state().command().isEmpty()
                ? List.of()
                : lines(ssm().getCommandInvocation(request ->
                        request.commandId(work.state().command()).instanceId(builder())));
    }
}

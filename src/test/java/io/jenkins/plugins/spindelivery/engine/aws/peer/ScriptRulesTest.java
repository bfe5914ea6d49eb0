package io.jenkins.plugins.spindelivery.engine.aws.peer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.ClassRule;
import org.junit.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;

/** Commands of Systems Manager and user data really run on the peer's instances. */
public class ScriptRulesTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private final PeerAccount account = AWS.account();
    private final Ec2Client ec2 = account.region().ec2();
    private final SsmClient ssm = account.region().systemsManager();

    private String launch(String userData, ShutdownBehavior behaviour) {
        String encoded = Base64.getEncoder().encodeToString(userData.getBytes(StandardCharsets.UTF_8));
        return ec2.runInstances(request -> request.imageId(account.image())
                        .instanceType("t3.micro")
                        .minCount(1)
                        .maxCount(1)
                        .userData(userData.isEmpty() ? null : encoded)
                        .instanceInitiatedShutdownBehavior(behaviour))
                .instances()
                .get(0)
                .instanceId();
    }

    private String launch() {
        return launch("", ShutdownBehavior.STOP);
    }

    private String send(String instance, Map<String, List<String>> parameters) {
        return ssm.sendCommand(request -> request.documentName("AWS-RunShellScript")
                        .instanceIds(instance)
                        .comment("a comment")
                        .parameters(parameters))
                .command()
                .commandId();
    }

    private GetCommandInvocationResponse look(String command, String instance) {
        return ssm.getCommandInvocation(request -> request.commandId(command).instanceId(instance));
    }

    private GetCommandInvocationResponse end(String command, String instance) {
        await(() -> !List.of("InProgress", "Cancelling")
                .contains(look(command, instance).statusAsString()));
        return look(command, instance);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue("not within 30 s", System.nanoTime() - deadline < 0);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private String state(String instance) {
        return ec2.describeInstances(request -> request.instanceIds(instance))
                .reservations()
                .get(0)
                .instances()
                .get(0)
                .state()
                .nameAsString();
    }

    private String console(String instance) {
        String encoded =
                ec2.getConsoleOutput(request -> request.instanceId(instance)).output();
        return new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    @Test
    public void aCommandRunsAndTellsItsOutputAndExitCode() {
        account.rules().delay(Duration.ZERO);
        String instance = launch();
        String command =
                send(instance, Map.of("commands", List.of("echo \"on $SPIN_PEER_INSTANCE\"", "echo no >&2", "exit 3")));
        GetCommandInvocationResponse end = end(command, instance);
        assertEquals("Failed", end.statusAsString());
        assertEquals(3, end.responseCode().intValue());
        assertEquals("on " + instance + "\n", end.standardOutputContent());
        assertEquals("no\n", end.standardErrorContent());
        assertEquals(
                List.of("a comment Failed"),
                ssm.listCommands(request -> request.instanceId(instance)).commands().stream()
                        .map(each -> each.comment() + " " + each.statusAsString())
                        .toList());
        assertEquals(
                "Success",
                end(send(instance, Map.of("commands", List.of("true"))), instance)
                        .statusAsString());
    }

    @Test
    public void aCommandThatTakesTooLongIsEnded() {
        account.rules().delay(Duration.ZERO);
        String instance = launch();
        String command = send(
                instance, Map.of("commands", List.of("echo begun", "sleep 600"), "executionTimeout", List.of("1")));
        GetCommandInvocationResponse end = end(command, instance);
        assertEquals("TimedOut", end.statusAsString());
        assertEquals(-1, end.responseCode().intValue());
        assertEquals("begun\n", end.standardOutputContent());
    }

    @Test
    public void aCommandCanBeCancelled() {
        account.rules().delay(Duration.ZERO);
        String instance = launch();
        String command = send(instance, Map.of("commands", List.of("sleep 600")));
        assertEquals("InProgress", look(command, instance).statusAsString());
        ssm.cancelCommand(request -> request.commandId(command));
        assertEquals("Cancelled", end(command, instance).statusAsString());
    }

    @Test
    public void onlyRunningInstancesWithAnAgentTakeCommands() {
        account.rules().delay(Duration.ofHours(1));
        String instance = launch();
        assertEquals(List.of(), online());
        AwsFault refused = assertThrows(AwsFault.class, () -> send(instance, Map.of("commands", List.of("true"))));
        assertEquals("InvalidInstanceId", refused.code());
        account.rules().delay(Duration.ZERO);
        assertEquals(List.of(instance), online());
        account.rules().agents(false);
        assertEquals(List.of(), online());
    }

    private List<String> online() {
        return ssm.describeInstanceInformation().instanceInformationList().stream()
                .filter(each -> each.pingStatusAsString().equals("Online"))
                .map(each -> each.instanceId())
                .toList();
    }

    @Test
    public void userDataRunsWritesToTheConsoleAndSwitchesItsInstanceOff() {
        account.rules().delay(Duration.ZERO).runUserData(true);
        String instance = launch(
                String.join(
                        "\n",
                        "#!/bin/bash",
                        "console=/dev/console",
                        "echo one > \"$console\"",
                        "(echo two; echo three >&2) 2>&1 | tee copy > \"$console\"",
                        "apt-get -q install nginx",
                        "shutdown -h now",
                        ""),
                ShutdownBehavior.STOP);
        await(() -> state(instance).equals("stopped"));
        assertEquals("one\r\ntwo\r\nthree\r\napt-get -q install nginx\r\n", console(instance));
    }

    @Test
    public void anInstanceThatIsLaunchedSoTerminatesWhenItSwitchesItselfOff() {
        account.rules().delay(Duration.ZERO).runUserData(true);
        String instance = launch("poweroff\n", ShutdownBehavior.TERMINATE);
        await(() -> state(instance).equals("terminated"));
        assertEquals(List.of(), account.leftovers(PeerAccount.REGION));
    }

    @Test
    public void terminatingAnInstanceKillsItsUserData() {
        account.rules().delay(Duration.ZERO).runUserData(true);
        String instance = launch("echo $$\nsleep 600\n", ShutdownBehavior.STOP);
        await(() -> console(instance).endsWith("\n"));
        long pid = Long.parseLong(console(instance).strip());
        assertTrue(ProcessHandle.of(pid).isPresent());
        ec2.terminateInstances(request -> request.instanceIds(instance));
        await(() -> ProcessHandle.of(pid).isEmpty());
        assertEquals(pid + "\r\n", console(instance));
    }

    @Test
    public void userDataDoesNotRunUnlessItIsSwitchedOn() {
        account.rules().delay(Duration.ZERO);
        String instance = launch("shutdown\n", ShutdownBehavior.STOP);
        assertEquals("running", state(instance));
        assertTrue(console(instance).startsWith("Linux version"));
    }
}

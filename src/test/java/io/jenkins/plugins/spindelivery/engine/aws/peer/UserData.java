package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;

/** User data that really runs, see {@link PeerRules#runUserData}, and the console that shows what it writes. */
final class UserData implements PeerRule {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private record Machine(String region, Script script, boolean terminates) {}

    private final Settings settings;
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Map<String, String> consoles = new LinkedHashMap<>();

    UserData(Settings settings) {
        this.settings = settings;
    }

    @Override
    public PeerReply answer(PeerCall call, PeerHandler next) throws IOException {
        switchOff(call, next);
        return switch (call.action()) {
            case "ec2:RunInstances" -> run(call, next.answer(call));
            case "ec2:StopInstances", "ec2:TerminateInstances" -> kill(next.answer(call));
            case "ec2:GetConsoleOutput" -> console(call, next);
            default -> next.answer(call);
        };
    }

    private PeerReply run(PeerCall call, PeerReply reply) throws IOException {
        String data = call.parameter("UserData");
        if (!reply.ok() || data.isEmpty() || !settings.userDataRuns()) {
            return reply;
        }
        String text = new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8);
        boolean terminates = call.parameter("InstanceInitiatedShutdownBehavior").equals("terminate");
        for (Element instance : Xml.of(reply).items("instancesSet")) {
            String id = Xml.text(instance, "instanceId");
            machines.put(id, new Machine(call.region(), Script.start(text, id, call.region(), LIMIT), terminates));
        }
        return reply;
    }

    /** What has switched itself off since the last call; not before it is running, for it can't be stopped before. */
    private void switchOff(PeerCall call, PeerHandler next) throws IOException {
        for (Map.Entry<String, Machine> entry : List.copyOf(machines.entrySet())) {
            Machine machine = entry.getValue();
            if (machine.script().off()) {
                String action = machine.terminates() ? "TerminateInstances" : "StopInstances";
                PeerReply reply =
                        next.answer(call.ask("ec2", machine.region(), action, Map.of("InstanceId.1", entry.getKey())));
                if (reply.ok()) {
                    consoles.put(entry.getKey(), machine.script().out());
                    machines.remove(entry.getKey());
                }
            }
        }
    }

    private PeerReply kill(PeerReply reply) {
        if (reply.ok()) {
            for (Element instance : Xml.of(reply).items("instancesSet")) {
                String id = Xml.text(instance, "instanceId");
                Machine machine = machines.remove(id);
                if (machine != null) {
                    machine.script().kill();
                    consoles.put(id, machine.script().out());
                }
            }
        }
        return reply;
    }

    private PeerReply console(PeerCall call, PeerHandler next) throws IOException {
        String id = call.parameter("InstanceId");
        Machine machine = machines.get(id);
        String text = machine == null ? consoles.get(id) : machine.script().out();
        if (text == null) {
            return next.answer(call);
        }
        // A console has a carriage return before each line's end.
        String shown = text.replace("\n", "\r\n");
        return PeerReply.xml("<GetConsoleOutputResponse><requestId>peer</requestId><instanceId>" + id
                + "</instanceId><timestamp>" + Instant.now() + "</timestamp><output>"
                + Base64.getMimeEncoder().encodeToString(shown.getBytes(StandardCharsets.UTF_8))
                + "</output></GetConsoleOutputResponse>");
    }
}

package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * Instances take time to start, stop and terminate; meanwhile some calls are refused.
 */
final class Instances implements PeerRule {
    private static final Map<String, String> CODES = Map.of(
            "pending",
            "0",
            "running",
            "16",
            "shutting-down",
            "32",
            "terminated",
            "48",
            "stopping",
            "64",
            "stopped",
            "80");
    private static final String FILTER = "instance-state-name";

    private final Map<String, Delay.Marks> changes = new LinkedHashMap<>();
    private final Map<String, String> last = new HashMap<>();

    Instances(Settings settings) {
        for (String state : List.of("pending", "stopping", "shutting-down")) {
            changes.put(state, settings.delay().marks());
        }
    }

    @Override
    public PeerReply answer(PeerCall call, PeerHandler next) throws IOException {
        return switch (call.action()) {
            case "ec2:RunInstances" -> run(call, next);
            case "ec2:StartInstances" -> change(call, next, "pending");
            case "ec2:StopInstances" -> PeerRule.unless(
                    wrong(call, next, "stopped"), () -> change(call, next, "stopping"));
            case "ec2:TerminateInstances" -> change(call, next, "shutting-down");
            case "ec2:CreateImage" -> PeerRule.unless(wrong(call, next, "imaged"), () -> next.answer(call));
            case "ec2:DescribeInstances" -> describe(call, next);
            case "ec2:DescribeInstanceStatus" -> statuses(call, next);
            default -> next.answer(call);
        };
    }

    /** The state that an instance is really in, by what moto says it is. */
    String state(String id, String saidByMoto) {
        String transition = last.getOrDefault(id, "");
        boolean fits =
                switch (saidByMoto) {
                    case "running", "pending" -> transition.equals("pending");
                    case "stopped", "stopping" -> transition.equals("stopping");
                    case "terminated", "shutting-down" -> transition.equals("shutting-down");
                    default -> false;
                };
        if (fits && changes.get(transition).goesOn(id)) {
            return transition;
        }
        return switch (saidByMoto) {
            case "pending" -> "running";
            case "stopping" -> "stopped";
            case "shutting-down" -> "terminated";
            default -> saidByMoto;
        };
    }

    /** From now on an instance is on its way to another state; for what is launched and terminated by a group. */
    void begin(String id, String transition) {
        if (!transition.equals(last.get(id))) {
            changes.get(transition).begin(id);
            last.put(id, transition);
        }
    }

    private PeerReply run(PeerCall call, PeerHandler next) throws IOException {
        PeerReply reply = begin("pending", next.answer(call));
        // It has another code for it in AWS.
        return reply.text().contains("<Code>InvalidInstanceType.NotFound<")
                ? PeerReply.refused(
                        call,
                        "InvalidParameterValue",
                        "Invalid value '" + call.parameter("InstanceType") + "' for InstanceType.")
                : reply;
    }

    private PeerReply begin(String transition, PeerReply reply) {
        if (reply.ok()) {
            for (Element instance : Xml.of(reply).items("instancesSet")) {
                begin(Xml.text(instance, "instanceId"), transition);
            }
        }
        return reply;
    }

    private PeerReply change(PeerCall call, PeerHandler next, String transition) throws IOException {
        PeerReply reply = begin(transition, next.answer(call));
        if (!reply.ok()) {
            return reply;
        }
        Xml xml = Xml.of(reply);
        for (Element instance : xml.items("instancesSet")) {
            String id = Xml.text(instance, "instanceId");
            Xml.child(instance, "currentState")
                    .ifPresent(state -> name(xml, state, state(id, Xml.text(state, "name"))));
        }
        return xml.to(reply);
    }

    private static void name(Xml xml, Element state, String name) {
        xml.set(state, "name", name);
        xml.set(state, "code", CODES.get(name));
    }

    /** Refuses a call for an instance that is not there yet or no more. */
    private Optional<PeerReply> wrong(PeerCall call, PeerHandler next, String what) throws IOException {
        Map<String, String> ids = new LinkedHashMap<>();
        call.parameters().forEach((key, value) -> {
            if (key.matches("InstanceId(\\.\\d+)?")) {
                ids.put("InstanceId." + (ids.size() + 1), value);
            }
        });
        PeerReply found = next.answer(call.ask("DescribeInstances", ids));
        if (!found.ok()) {
            return Optional.of(found);
        }
        for (Element instance : Xml.of(found).items("instancesSet")) {
            String id = Xml.text(instance, "instanceId");
            String state = state(id, stateOf(instance));
            if (List.of("pending", "shutting-down", "terminated").contains(state)) {
                return Optional.of(PeerReply.refused(
                        call,
                        "IncorrectInstanceState",
                        "The instance '" + id + "' is not in a state from which it can be " + what + ": it is '" + state
                                + "'"));
            }
        }
        return Optional.empty();
    }

    /** The state that a description of an instance shows. */
    static String stateOf(Element instance) {
        return Xml.child(instance, "instanceState")
                .map(state -> Xml.text(state, "name"))
                .orElse("");
    }

    private PeerReply describe(PeerCall call, PeerHandler next) throws IOException {
        Filters filters = Filters.of(call);
        PeerReply reply = next.answer(filters.without(FILTER));
        if (!reply.ok()) {
            return reply;
        }
        Optional<List<String>> wanted = filters.values(FILTER);
        Xml xml = Xml.of(reply);
        for (Element reservation : xml.items("reservationSet")) {
            for (Element instance : Xml.items(reservation, "instancesSet")) {
                String state = state(Xml.text(instance, "instanceId"), stateOf(instance));
                Xml.child(instance, "instanceState").ifPresent(element -> name(xml, element, state));
                if (wanted.isPresent() && !wanted.get().contains(state)) {
                    Xml.remove(instance);
                }
            }
            if (Xml.items(reservation, "instancesSet").isEmpty()) {
                Xml.remove(reservation);
            }
        }
        return xml.to(reply);
    }

    private PeerReply statuses(PeerCall call, PeerHandler next) throws IOException {
        PeerReply reply = next.answer(call);
        if (!reply.ok()) {
            return reply;
        }
        Xml xml = Xml.of(reply);
        for (Element status : xml.items("instanceStatusSet")) {
            String state = state(Xml.text(status, "instanceId"), stateOf(status));
            Xml.child(status, "instanceState").ifPresent(element -> name(xml, element, state));
            if (!state.equals("running")) {
                for (String kind : List.of("systemStatus", "instanceStatus")) {
                    Xml.child(status, kind).ifPresent(element -> xml.set(element, "status", "initializing"));
                }
                if (!call.parameter("IncludeAllInstances").equals("true")) {
                    Xml.remove(status);
                }
            }
        }
        return xml.to(reply);
    }
}

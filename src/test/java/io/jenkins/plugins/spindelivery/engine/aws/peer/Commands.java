package io.jenkins.plugins.spindelivery.engine.aws.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.w3c.dom.Element;

/**
 * Systems Manager: instances that run have an agent, and a command really runs, here by bash, with its time limit, its exit
 * code and its output, of which no more is told than AWS tells.
 */
final class Commands implements PeerRule {
    private static final int LONGEST_OUT = 24_000;
    private static final int LONGEST_ERR = 8_000;
    private static final int USUAL_SECONDS = 3600;

    private record Command(String id, String comment, String document, double since, Map<String, Script> scripts) {}

    private final Settings settings;
    private final Map<String, Command> commands = new LinkedHashMap<>();

    Commands(Settings settings) {
        this.settings = settings;
    }

    @Override
    public PeerReply answer(PeerCall call, PeerHandler next) throws IOException {
        return switch (call.action()) {
            case "ssm:DescribeInstanceInformation" -> online(call, next);
            case "ssm:SendCommand" -> send(call, next);
            case "ssm:GetCommandInvocation" -> invocation(call);
            case "ssm:ListCommands" -> list(call);
            case "ssm:CancelCommand" -> cancel(call);
            default -> next.answer(call);
        };
    }

    private List<String> agents(PeerCall call, PeerHandler next) throws IOException {
        List<String> found = new ArrayList<>();
        if (settings.agents()) {
            PeerReply running = next.answer(call.ask(
                    "ec2",
                    call.region(),
                    "DescribeInstances",
                    Map.of("Filter.1.Name", "instance-state-name", "Filter.1.Value.1", "running")));
            for (Element instance : Xml.of(running).items("instancesSet")) {
                found.add(Xml.text(instance, "instanceId"));
            }
        }
        return found;
    }

    private PeerReply online(PeerCall call, PeerHandler next) throws IOException {
        ObjectNode request = Json.object(call.text());
        List<String> wanted = new ArrayList<>();
        request.path("Filters").forEach(filter -> filter.path("Values").forEach(value -> wanted.add(value.asText())));
        request.path("InstanceInformationFilterList")
                .forEach(filter -> filter.path("valueSet").forEach(value -> wanted.add(value.asText())));
        ObjectNode answer = Json.object("{}");
        ArrayNode list = answer.putArray("InstanceInformationList");
        for (String id : agents(call, next)) {
            if (wanted.isEmpty() || wanted.contains(id)) {
                list.addObject()
                        .put("InstanceId", id)
                        .put("PingStatus", "Online")
                        .put("LastPingDateTime", now())
                        .put("AgentVersion", "3.3.1611.0")
                        .put("IsLatestVersion", true)
                        .put("PlatformType", "Linux")
                        .put("ResourceType", "EC2Instance");
            }
        }
        return PeerReply.json(answer.toString());
    }

    private static double now() {
        return System.currentTimeMillis() / 1000.0;
    }

    private PeerReply send(PeerCall call, PeerHandler next) throws IOException {
        ObjectNode request = Json.object(call.text());
        String document = request.path("DocumentName").asText();
        if (!document.equals("AWS-RunShellScript")) {
            return PeerReply.refused(call, "InvalidDocument", "Document with name " + document + " does not exist.");
        }
        List<String> agents = agents(call, next);
        List<String> ids = new ArrayList<>();
        request.path("InstanceIds").forEach(id -> ids.add(id.asText()));
        if (ids.isEmpty() || !agents.containsAll(ids)) {
            return PeerReply.refused(
                    call, "InvalidInstanceId", "Instances " + ids + " not in a valid state for account");
        }
        StringBuilder text = new StringBuilder();
        request.path("Parameters").path("commands").forEach(line -> text.append(line.asText())
                .append('\n'));
        int seconds =
                request.path("Parameters").path("executionTimeout").path(0).asInt(USUAL_SECONDS);
        Map<String, Script> scripts = new LinkedHashMap<>();
        for (String id : ids) {
            scripts.put(id, Script.start(text.toString(), id, call.region(), Duration.ofSeconds(seconds)));
        }
        Command command = new Command(
                UUID.randomUUID().toString(), request.path("Comment").asText(), document, now(), scripts);
        commands.put(command.id(), command);
        ObjectNode answer = Json.object("{}");
        describe(command, answer.putObject("Command"));
        return PeerReply.json(answer.toString());
    }

    private static void describe(Command command, ObjectNode into) {
        List<Script> scripts = List.copyOf(command.scripts().values());
        String status = scripts.stream()
                .map(Commands::status)
                .filter(each -> !each.equals("Success"))
                .findFirst()
                .orElse("Success");
        into.put("CommandId", command.id())
                .put("Comment", command.comment())
                .put("DocumentName", command.document())
                .put("RequestedDateTime", command.since())
                .put("Status", status)
                .put("StatusDetails", status)
                .put("TargetCount", scripts.size());
        ArrayNode ids = into.putArray("InstanceIds");
        command.scripts().keySet().forEach(ids::add);
    }

    private static String status(Script script) {
        if (script.code().isEmpty()) {
            return script.killed() ? "Cancelling" : "InProgress";
        }
        if (script.late()) {
            return "TimedOut";
        }
        return script.killed() ? "Cancelled" : script.code().getAsInt() == 0 ? "Success" : "Failed";
    }

    private PeerReply invocation(PeerCall call) {
        ObjectNode request = Json.object(call.text());
        Command command = commands.get(request.path("CommandId").asText());
        String instance = request.path("InstanceId").asText();
        if (command == null || !command.scripts().containsKey(instance)) {
            return PeerReply.refused(call, "InvocationDoesNotExist", "");
        }
        Script script = command.scripts().get(instance);
        String status = status(script);
        ObjectNode answer = Json.object("{}");
        answer.put("CommandId", command.id())
                .put("InstanceId", instance)
                .put("Comment", command.comment())
                .put("DocumentName", command.document())
                .put("PluginName", "aws:runShellScript")
                .put(
                        "ResponseCode",
                        script.late() || script.killed() ? -1 : script.code().orElse(-1))
                .put("Status", status)
                .put("StatusDetails", status.equals("TimedOut") ? "Execution Timed Out" : status)
                .put("StandardOutputContent", cut(script.out(), LONGEST_OUT))
                .put("StandardErrorContent", cut(script.err(), LONGEST_ERR));
        return PeerReply.json(answer.toString());
    }

    private static String cut(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) : text;
    }

    private PeerReply list(PeerCall call) {
        JsonNode request = Json.object(call.text());
        ObjectNode answer = Json.object("{}");
        ArrayNode list = answer.putArray("Commands");
        commands.values().stream()
                .filter(command -> !request.has("CommandId")
                        || command.id().equals(request.path("CommandId").asText()))
                .filter(command -> !request.has("InstanceId")
                        || command.scripts()
                                .containsKey(request.path("InstanceId").asText()))
                .forEach(command -> describe(command, list.addObject()));
        return PeerReply.json(answer.toString());
    }

    private PeerReply cancel(PeerCall call) {
        Command command =
                commands.get(Json.object(call.text()).path("CommandId").asText());
        if (command == null) {
            return PeerReply.refused(call, "InvalidCommandId", "The command does not exist.");
        }
        command.scripts().values().forEach(Script::kill);
        return PeerReply.json("{}");
    }
}

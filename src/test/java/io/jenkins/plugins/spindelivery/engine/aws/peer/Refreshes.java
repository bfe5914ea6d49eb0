package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Instance refreshes: one instance after the other is replaced, each taking the account's delay. */
final class Refreshes {
    private final Settings settings;
    private final Scaling scaling;
    private final Delay.Marks steps;
    private final Map<String, List<Refresh>> all = new HashMap<>();

    /** A refresh, newest first in its group. */
    private static final class Refresh {
        private final String id = UUID.randomUUID().toString();
        private final String since = Instant.now().toString();
        private final List<String> old;
        private final int count;
        private String status = "InProgress";
        private String reason = "";

        Refresh(List<String> old) {
            this.old = new ArrayList<>(old);
            this.count = old.size();
        }
    }

    Refreshes(Settings settings, Scaling scaling) {
        this.settings = settings;
        this.scaling = scaling;
        this.steps = settings.delay().marks();
    }

    private Optional<Refresh> running(Group group) {
        return all.getOrDefault(group.key(), List.of()).stream()
                .filter(each -> each.status.equals("InProgress"))
                .findFirst();
    }

    PeerReply answer(Group group, PeerCall call, PeerHandler next) throws IOException {
        return switch (call.name()) {
            case "StartInstanceRefresh" -> start(group, call, next);
            case "CancelInstanceRefresh" -> cancel(group, call);
            default -> describe(group, call);
        };
    }

    private PeerReply start(Group group, PeerCall call, PeerHandler next) throws IOException {
        if (running(group).isPresent()) {
            return PeerReply.refused(
                    call,
                    "InstanceRefreshInProgress",
                    "An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.");
        }
        String prefix = "DesiredConfiguration.";
        Map<String, String> wanted = new LinkedHashMap<>();
        call.parameters().forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                wanted.put(key.substring(prefix.length()), value);
            }
        });
        if (!wanted.isEmpty()) {
            wanted.put("AutoScalingGroupName", group.name());
            PeerReply updated = next.answer(call.ask("UpdateAutoScalingGroup", wanted));
            if (!updated.ok()) {
                return updated;
            }
        }
        Refresh refresh = new Refresh(List.copyOf(group.known()));
        all.computeIfAbsent(group.key(), any -> new ArrayList<>()).add(0, refresh);
        steps.begin(group.key());
        return result(call, "<InstanceRefreshId>" + refresh.id + "</InstanceRefreshId>");
    }

    private PeerReply cancel(Group group, PeerCall call) {
        Optional<Refresh> refresh = running(group);
        if (refresh.isEmpty()) {
            return PeerReply.refused(
                    call, "ActiveInstanceRefreshNotFound", "No in progress or pending Instance Refresh found.");
        }
        refresh.get().status = "Cancelled";
        return result(call, "<InstanceRefreshId>" + refresh.get().id + "</InstanceRefreshId>");
    }

    /** Replaces the next instance, when its time has come. */
    void work(Group group, PeerCall call, PeerHandler next) throws IOException {
        Refresh refresh = running(group).orElse(null);
        if (refresh == null
                || steps.goesOn(group.key())
                || group.stirred()
                || group.suspended().contains("InstanceRefresh")) {
            return;
        }
        var described = Scaling.described(group, call, next).orElseThrow();
        String image = Scaling.image(group, described, call, next);
        Optional<String> fault = settings.launchFailure(image).or(() -> settings.sickness(image));
        refresh.old.retainAll(group.known());
        if (refresh.old.isEmpty()) {
            refresh.status = "Successful";
        } else if (fault.isPresent()) {
            refresh.status = "Failed";
            refresh.reason = fault.get();
        } else {
            String oldest = refresh.old.remove(0);
            scaling.terminate(
                    group,
                    Scaling.members(described).stream()
                            .filter(member -> member.id().equals(oldest))
                            .toList(),
                    call,
                    next);
            group.stirred(true);
            steps.begin(group.key());
        }
    }

    private PeerReply describe(Group group, PeerCall call) {
        List<String> wanted = call.list("InstanceRefreshIds");
        StringBuilder text = new StringBuilder("<InstanceRefreshes>");
        for (Refresh each : all.getOrDefault(group.key(), List.of())) {
            if (wanted.isEmpty() || wanted.contains(each.id)) {
                int done = each.count == 0 ? 100 : 100 * (each.count - each.old.size()) / each.count;
                text.append("<member><InstanceRefreshId>" + each.id + "</InstanceRefreshId><AutoScalingGroupName>"
                        + Xml.escape(group.name()) + "</AutoScalingGroupName><Status>" + each.status + "</Status>"
                        + (each.reason.isEmpty() ? "" : "<StatusReason>" + Xml.escape(each.reason) + "</StatusReason>")
                        + "<StartTime>" + each.since + "</StartTime><PercentageComplete>" + done
                        + "</PercentageComplete><InstancesToUpdate>" + each.old.size()
                        + "</InstancesToUpdate></member>");
            }
        }
        return result(call, text + "</InstanceRefreshes>");
    }

    private static PeerReply result(PeerCall call, String content) {
        String name = call.name();
        return PeerReply.xml("<" + name + "Response><" + name + "Result>" + content + "</" + name + "Result></" + name
                + "Response>");
    }
}

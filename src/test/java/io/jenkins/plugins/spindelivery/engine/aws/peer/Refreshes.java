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
        private final List<String> first;
        private final Map<String, String> before;
        private final Map<String, String> wanted;
        private final int count;
        private final boolean goesBack;
        private String status = "InProgress";
        private String reason = "";

        /** As AWS: there is no way back to a template of which nobody knows which version it was. */
        boolean isReversible() {
            return !wanted.isEmpty()
                    && !before.getOrDefault("LaunchTemplate.Version", "$").startsWith("$");
        }

        Refresh(List<String> old, Map<String, String> before, Map<String, String> wanted, boolean goesBack) {
            this.old = new ArrayList<>(old);
            this.first = List.copyOf(old);
            this.before = before;
            this.wanted = wanted;
            this.count = old.size();
            this.goesBack = goesBack;
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
            case "CancelInstanceRefresh" -> cancel(group, call, next);
            case "RollbackInstanceRefresh" -> rollback(group, call, next);
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
        Map<String, String> before = template(group, call, next);
        Refresh refresh = new Refresh(
                List.copyOf(group.known()),
                before,
                wanted,
                "true".equals(call.parameters().get("Preferences.AutoRollback")));
        if (refresh.goesBack && !refresh.isReversible()) {
            return PeerReply.refused(
                    call, "ValidationError", "AutoRollback needs a desired configuration and a numbered version.");
        }
        if (!wanted.isEmpty()) {
            wanted.put("AutoScalingGroupName", group.name());
            PeerReply updated = next.answer(call.ask("UpdateAutoScalingGroup", wanted));
            if (!updated.ok()) {
                return updated;
            }
        }
        all.computeIfAbsent(group.key(), any -> new ArrayList<>()).add(0, refresh);
        steps.begin(group.key());
        return result(call, "<InstanceRefreshId>" + refresh.id + "</InstanceRefreshId>");
    }

    private static Map<String, String> template(Group group, PeerCall call, PeerHandler next) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("AutoScalingGroupName", group.name());
        Xml.child(Scaling.described(group, call, next).orElseThrow(), "LaunchTemplate")
                .ifPresent(template -> {
                    fields.put("LaunchTemplate.LaunchTemplateId", Xml.text(template, "LaunchTemplateId"));
                    fields.put("LaunchTemplate.Version", Xml.text(template, "Version"));
                });
        return fields;
    }

    /** Goes back to the template from before, and replaces at once what was started from the other one. */
    private PeerReply rollback(Group group, PeerCall call, PeerHandler next) throws IOException {
        Optional<Refresh> refresh = running(group);
        if (refresh.isEmpty() || refresh.get().wanted.isEmpty()) {
            return PeerReply.refused(
                    call, "ActiveInstanceRefreshNotFound", "No in progress or pending Instance Refresh found.");
        }
        if (!refresh.get().isReversible()) {
            return PeerReply.refused(
                    call, "IrreversibleInstanceRefresh", "The launch template version is $Latest or $Default.");
        }
        PeerReply updated = goBack(refresh.get(), group, call, next);
        return updated.ok() ? result(call, "<InstanceRefreshId>" + refresh.get().id + "</InstanceRefreshId>") : updated;
    }

    /** As AWS: only a refresh that succeeds changes what its group launches. */
    private static PeerReply restore(Refresh refresh, PeerCall call, PeerHandler next) throws IOException {
        // The call that makes it go on may be one of another service, such as a look at a target group's health.
        return next.answer(call.ask("autoscaling", call.region(), "UpdateAutoScalingGroup", refresh.before));
    }

    private PeerReply goBack(Refresh refresh, Group group, PeerCall call, PeerHandler next) throws IOException {
        PeerReply updated = restore(refresh, call, next);
        if (!updated.ok()) {
            return updated;
        }
        var described = Scaling.described(group, call, next).orElseThrow();
        scaling.terminate(
                group,
                Scaling.members(described).stream()
                        .filter(member -> !refresh.first.contains(member.id()))
                        .toList(),
                call,
                next);
        group.stirred(true);
        refresh.status = "RollbackSuccessful";
        return updated;
    }

    private static String desired(Refresh refresh) {
        return refresh.wanted.isEmpty()
                ? ""
                : "<DesiredConfiguration><LaunchTemplate><LaunchTemplateId>"
                        + refresh.wanted.get("LaunchTemplate.LaunchTemplateId") + "</LaunchTemplateId><Version>"
                        + refresh.wanted.get("LaunchTemplate.Version")
                        + "</Version></LaunchTemplate></DesiredConfiguration>";
    }

    private PeerReply cancel(Group group, PeerCall call, PeerHandler next) throws IOException {
        Optional<Refresh> refresh = running(group);
        if (refresh.isEmpty()) {
            return PeerReply.refused(
                    call, "ActiveInstanceRefreshNotFound", "No in progress or pending Instance Refresh found.");
        }
        restore(refresh.get(), call, next);
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
            if (refresh.goesBack) {
                goBack(refresh, group, call, next);
            } else {
                restore(refresh, call, next);
            }
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
                        + "</PercentageComplete>" + desired(each) + "<InstancesToUpdate>" + each.old.size()
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

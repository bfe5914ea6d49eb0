package io.jenkins.plugins.spindelivery.engine.kubernetes.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiException;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.WriteOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.RouteSplit.RuleBefore;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Leads a share of the requests of a Gateway API route to a canary: the weights of {@code spec.rules[].backendRefs[]} of an
 * HTTPRoute (gateway.networking.k8s.io).
 *
 * <p>Of a route only the backends of production and of the canary are touched, in the rules that lead to production. So what
 * somebody else changes meanwhile stays. Every call may be repeated: after a crash {@link #share} and {@link #restore} come
 * to what they come to without.
 *
 * <p>An operation asks {@link #plan} before its first write, saves what it says, and then shares and restores. Nothing here
 * waits or tries again; passing faults are an {@link ApiException} that is {@linkplain ApiException#passing() passing}.
 */
public final class GatewayRoutes {
    /**
     * Who owns the fields that are changed here. It is not the owner of what is deployed, so that all that it owns can be
     * given up in the end: whoever owns the route would meet a conflict otherwise.
     */
    public static final String FIELD_MANAGER = "spin-delivery-traffic";

    private static final String GROUP = "gateway.networking.k8s.io";
    private static final String KIND = "HTTPRoute";
    private static final int RACES = 5;
    private static final WriteOptions WRITE = new WriteOptions(FIELD_MANAGER, false, false);

    private final Cluster cluster;

    /**
     * Routes of one cluster.
     *
     * @param cluster where they are
     */
    public GatewayRoutes(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Looks whether a route can be shared as wanted, and remembers what it is. Nothing is written.
     *
     * @param namespace where the route and the Services are
     * @param route the HTTPRoute's name
     * @param production the Service that it leads to
     * @param canary the Service that is to get a share; it need not be there yet
     * @param percents the shares that are going to be asked for, in percent
     * @return to be saved before the first {@link #share}
     * @throws ProblemException when the cluster has no such kind or route, the route does not lead to the Service, a share
     *     can't be expressed, or the account may not change the route
     */
    public RouteSplit plan(String namespace, String route, String production, String canary, List<Integer> percents) {
        ApiResource type = type();
        ObjectRef ref = new ObjectRef(type.apiVersion(), KIND, namespace, route);
        ObjectNode live =
                cluster.get(ref).orElseThrow(() -> refused("kubernetes.traffic-route-missing", ref, route, namespace));
        checkAccess(type, ref);
        if (production.equals(canary)) {
            throw refused("kubernetes.traffic-route-same", ref, production);
        }
        RouteSplit split =
                new RouteSplit(ref, production, canary, rules(live, ref, production, canary), RouteOwners.of(live));
        for (int percent : percents) {
            if (percent < 0 || percent > 100) {
                throw refused("kubernetes.traffic-route-percent", ref, percent);
            }
            shared(live, split, percent);
        }
        return split;
    }

    private ApiResource type() {
        if (served().isEmpty()) {
            // Its CustomResourceDefinition may have come since the cluster was asked.
            cluster.forgetResources();
        }
        return served().orElseThrow(() ->
                new ProblemException(Category.INPUT, Problem.of("kubernetes.traffic-route-kind", "", KIND, GROUP)));
    }

    private Optional<ApiResource> served() {
        return cluster.resources().find(GROUP + "/v1", KIND).or(() -> cluster.resources()
                .find(GROUP + "/v1beta1", KIND));
    }

    private void checkAccess(ApiResource type, ObjectRef ref) {
        Optional<Problem> rule = cluster.forbids("patch", ref, false);
        if (rule.isPresent()) {
            throw new ProblemException(
                    Category.ACCESS, new Problem(rule.get().code(), rule.get().arguments(), ref.toString()));
        }
        if (!cluster.may("patch", type, ref.namespace(), ref.name())) {
            throw new ProblemException(
                    Category.ACCESS,
                    Problem.of("kubernetes.traffic-forbidden", ref.toString(), type.qualifiedName(), cluster.user()));
        }
    }

    private static List<RuleBefore> rules(ObjectNode live, ObjectRef ref, String production, String canary) {
        List<RuleBefore> rules = new ArrayList<>();
        keyed(live).forEach((key, rule) -> {
            Backends backends = new Backends(rule, ref.namespace());
            if (backends.count(production) > 1 || backends.count(canary) > 1) {
                throw refused("kubernetes.traffic-route-twice", ref, production, canary);
            }
            backends.of(production)
                    .ifPresent(backend -> rules.add(
                            new RuleBefore(key, backend, backends.of(canary).orElse(null))));
        });
        if (rules.isEmpty()) {
            throw refused("kubernetes.traffic-route-elsewhere", ref, production);
        }
        return rules;
    }

    /**
     * Leads a share of production's requests to the canary. Other backends of the same rules keep theirs.
     *
     * @param split what {@link #plan} returned
     * @param percent the canary's share, from 0 to 100
     * @throws ProblemException when the route is gone, no rule leads to production any more, or the share can't be
     *     expressed; then nothing was written
     */
    public void share(RouteSplit split, int percent) {
        change(split, true, live -> shared(live, split, percent));
    }

    /**
     * Puts the route back to what it was: the canary's backend goes, unless it was there before, and production's has its
     * weight again. What somebody else changed stays. A route that is gone is left so.
     *
     * @param split what {@link #plan} returned
     */
    public void restore(RouteSplit split) {
        change(split, false, live -> changed(live, split, (backends, before) -> backends.restore(split, before)));
        giveUpOwnership(split);
    }

    private static ArrayNode shared(ObjectNode live, RouteSplit split, int percent) {
        List<RuleBefore> reached = new ArrayList<>();
        ArrayNode rules = changed(live, split, (backends, before) -> {
            if (backends.of(split.production()).isPresent()) {
                reached.add(before);
                if (!backends.share(split, before, percent)) {
                    throw refused("kubernetes.traffic-route-coarse", split.route(), percent, split.production());
                }
            }
        });
        if (reached.isEmpty()) {
            throw refused("kubernetes.traffic-route-elsewhere", split.route(), split.production());
        }
        return rules;
    }

    /** The route's rules after a change to the backends of those that the split is about. */
    private static ArrayNode changed(ObjectNode live, RouteSplit split, BiConsumer<Backends, RuleBefore> change) {
        Map<String, ObjectNode> keyed = keyed(live);
        List<RuleBefore> moved = new ArrayList<>(split.rules());
        moved.removeIf(before -> keyed.containsKey(before.key()));
        ArrayNode rules = JsonNodeFactory.instance.arrayNode();
        keyed.forEach((key, rule) -> {
            ObjectNode copy = rule.deepCopy();
            rules.add(copy);
            Backends backends = new Backends(copy, split.route().namespace());
            find(split, key).or(() -> adopt(backends, split, moved)).ifPresent(before -> {
                change.accept(backends, before);
                copy.set("backendRefs", backends.list());
            });
        });
        return rules;
    }

    private static Optional<RuleBefore> find(RouteSplit split, String key) {
        return split.rules().stream().filter(before -> before.key().equals(key)).findFirst();
    }

    /** A rule with our canary in it is one of ours, although somebody has changed what it matches. */
    private static Optional<RuleBefore> adopt(Backends backends, RouteSplit split, List<RuleBefore> moved) {
        return moved.isEmpty() || backends.of(split.canary()).isEmpty()
                ? Optional.empty()
                : Optional.of(moved.remove(0));
    }

    /** The rules by what tells them apart: the name, else what they match, and which of the equal ones it is. */
    private static Map<String, ObjectNode> keyed(ObjectNode live) {
        Map<String, ObjectNode> keyed = new LinkedHashMap<>();
        for (JsonNode rule : live.path("spec").path("rules")) {
            if (rule instanceof ObjectNode tree) {
                String name = rule.path("name").asText("");
                String base = name.isEmpty() ? "matches " + rule.path("matches") : "name " + name;
                String key = base;
                for (int i = 2; keyed.containsKey(key); i++) {
                    key = base + " #" + i;
                }
                keyed.put(key, tree);
            }
        }
        return keyed;
    }

    private interface Rules {
        ArrayNode of(ObjectNode live);
    }

    private void change(RouteSplit split, boolean required, Rules rules) {
        for (int race = 0; ; race++) {
            Optional<ObjectNode> live = cluster.get(split.route());
            if (live.isEmpty() && !required) {
                return;
            }
            ObjectNode route = live.orElseThrow(() -> refused(
                    "kubernetes.traffic-route-missing",
                    split.route(),
                    split.route().name(),
                    split.route().namespace()));
            ArrayNode wanted = rules.of(route);
            if (wanted.equals(route.path("spec").path("rules")) || patched(route, "/spec/rules", wanted, race)) {
                return;
            }
        }
    }

    /** The next apply of whoever owns the route is to meet no conflict, and may drop what it does not want any more. */
    private void giveUpOwnership(RouteSplit split) {
        for (int race = 0; ; race++) {
            Optional<ObjectNode> live = cluster.get(split.route());
            if (live.isEmpty()) {
                return;
            }
            Optional<ArrayNode> entries = RouteOwners.giveBack(live.get(), split.owners());
            if (entries.isEmpty() || patched(live.get(), "/metadata/managedFields", entries.get(), race)) {
                return;
            }
        }
    }

    /** Writes one place unless somebody has changed the object since it was read. */
    private boolean patched(ObjectNode live, String path, ArrayNode value, int race) {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        patch.addObject().put("op", "replace").put("path", path).set("value", value);
        // Replaced, not tested: a failing test is an invalid request, a stale version is a conflict.
        patch.addObject()
                .put("op", "replace")
                .put("path", "/metadata/resourceVersion")
                .put("value", live.path("metadata").path("resourceVersion").asText());
        try {
            cluster.patch(ObjectRef.of(live), "application/json-patch+json", patch, WRITE);
            return true;
        } catch (ApiException e) {
            if (!e.reason().equals("Conflict") || race == RACES) {
                throw e;
            }
            return false;
        }
    }

    private static ProblemException refused(String code, ObjectRef ref, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, ref.toString(), arguments));
    }
}

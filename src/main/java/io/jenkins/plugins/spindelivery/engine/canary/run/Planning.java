package io.jenkins.plugins.spindelivery.engine.canary.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.canary.run.CanaryState.Setup;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.Cluster;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.Deploy;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployOptions;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployRequest;
import io.jenkins.plugins.spindelivery.engine.kubernetes.deploy.DeployState;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.GatewayRoutes;
import io.jenkins.plugins.spindelivery.engine.kubernetes.traffic.RouteSplit;
import io.jenkins.plugins.spindelivery.engine.manifest.Kinds;
import io.jenkins.plugins.spindelivery.engine.manifest.Manifest;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.SpinnakerAnnotations;
import io.jenkins.plugins.spindelivery.engine.manifest.prepare.PreparationOptions;
import io.jenkins.plugins.spindelivery.engine.manifest.version.VersionHistory;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.problem.Faults;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads what a canary is made from, and begins the deploys of its sides. Nothing is written. */
final class Planning {
    /** A label's value is at most so long. */
    private static final int LONGEST_LABEL = 63;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CanaryState state;
    private final CanaryRequest request;
    private final OperationContext context;
    private final Cluster cluster;
    private final List<Manifest> manifests;
    private final Manifest workload;
    private final String namespace;

    Planning(CanaryState state, List<Manifest> manifests, OperationContext context) {
        this.state = state;
        this.request = state.request();
        this.context = context;
        this.cluster = context.clusters().cluster(request.deploy().account());
        this.manifests = manifests;
        this.workload =
                manifests.stream().filter(CanaryCheck::isWorkload).findFirst().orElseThrow();
        this.namespace = namespace();
    }

    /**
     * Plans the canary.
     *
     * @return the state with the sides' deploys begun
     * @throws ProblemException when something that it needs is not there
     */
    CanaryState plan() {
        List<ObjectNode> services = new ArrayList<>();
        List<Optional<ObjectNode>> live = new ArrayList<>();
        Faults faults = new Faults();
        faults.collect(() -> services.addAll(services()));
        if (request.baseline() != null) {
            faults.collect(() -> live.add(Optional.of(live())));
        }
        faults.throwIfAny();
        Workloads workloads = workloads(services);
        checkNothingIsThere(workloads);
        Side canary = Side.begin(Side.CANARY, canary(workloads, services));
        Side baseline = live.stream()
                .flatMap(Optional::stream)
                .findFirst()
                .map(object -> Side.begin(Side.BASELINE, baseline(workloads.baseline(object, namespace))))
                .orElse(null);
        String production = live.stream()
                .flatMap(Optional::stream)
                .findFirst()
                .map(object -> object.path("metadata").path("name").asText())
                .orElse(workloads.base());
        CanaryState planned = state.planned(new Setup(namespace, workloads.label(), production), canary, baseline);
        String control = baseline == null ? production : workloads.name(Side.BASELINE);
        CanaryState checked =
                Canary.checked(planned, new Measuring.Names(control, workloads.name(Side.CANARY), namespace), context);
        return request.route() == null ? checked : checked.with(split());
    }

    /** Before anything is written it is known whether the route can be shared, and what it was. */
    private RouteSplit split() {
        String service = request.services().get(0);
        CanaryRequest.Route route = request.route();
        return new GatewayRoutes(cluster)
                .plan(namespace, route.name(), service, Workloads.serviceName(service), List.of(route.weight()));
    }

    private String namespace() {
        PreparationOptions options = request.deploy().preparation();
        if (!options.namespaceOverride().isEmpty()) {
            return options.namespaceOverride();
        }
        String own = workload.ref().namespace();
        String given = own.isEmpty() ? options.namespace() : own;
        return given.isEmpty() ? cluster.defaultNamespace() : given;
    }

    private Workloads workloads(List<ObjectNode> services) {
        String base = Workloads.base(workload.ref().name());
        String label = request.label().isEmpty() ? CanaryRequest.LABEL + "=" + base : request.label();
        if (label.length() - label.indexOf('=') - 1 > LONGEST_LABEL) {
            throw wrong("canary.name-too-long", base);
        }
        Map<String, String> selected = new TreeMap<>();
        services.forEach(service -> service.at("/spec/selector")
                .properties()
                .forEach(each -> selected.put(each.getKey(), each.getValue().asText())));
        String key = label.substring(0, label.indexOf('='));
        if (selected.containsKey(key)) {
            // Either the canary would not be behind its Services, or all of production would be taken for the canary.
            throw wrong("canary.label-selected", label, key, String.join(", ", names(services)));
        }
        boolean routed = request.route() != null;
        return new Workloads(
                base, label, request.replicas(), routed ? Map.of() : selected, routed ? selected : Map.of());
    }

    private static List<String> names(List<ObjectNode> services) {
        return services.stream()
                .map(service -> service.path("metadata").path("name").asText())
                .toList();
    }

    /** Before the server is asked, which would only say what of the old canary can't be changed. */
    private void checkNothingIsThere(Workloads workloads) {
        List<String> roles = request.baseline() == null ? List.of(Side.CANARY) : List.of(Side.CANARY, Side.BASELINE);
        List<Problem> there = roles.stream()
                .map(role -> new ObjectRef("apps/v1", workload.ref().kind(), namespace, workloads.name(role)))
                .filter(ref -> cluster.get(ref).isPresent())
                .map(ref -> thereAlready(ref, new Setup(namespace, workloads.label(), "")))
                .toList();
        if (!there.isEmpty()) {
            throw new ProblemException(Category.REFUSED, there);
        }
    }

    static Problem thereAlready(ObjectRef ref, Setup setup) {
        return Problem.of("canary.there-already", ref.toString(), setup.label(), setup.namespace());
    }

    private List<ObjectNode> services() {
        Faults faults = new Faults();
        List<ObjectNode> found = new ArrayList<>();
        serviceNames().forEach(name -> faults.collect(() -> found.add(service(name))));
        faults.throwIfAny();
        return found;
    }

    private Set<String> serviceNames() {
        Set<String> names = new LinkedHashSet<>(request.services());
        if (request.route() == null) {
            SpinnakerAnnotations.raw(workload.json(), SpinnakerAnnotations.TRAFFIC_LOAD_BALANCERS)
                    .ifPresent(list -> names.addAll(loadBalancers(list)));
        }
        return names;
    }

    private List<String> loadBalancers(String annotation) {
        List<String> names = new ArrayList<>();
        try {
            for (JsonNode item : JSON.readTree(annotation)) {
                String[] words = item.asText().trim().split("\\s+");
                if (words.length != 2 || !words[0].equalsIgnoreCase("service")) {
                    throw wrong("canary.load-balancers", workload.ref(), annotation);
                }
                names.add(words[1]);
            }
        } catch (JsonProcessingException e) {
            throw wrong("canary.load-balancers", workload.ref(), annotation);
        }
        return names;
    }

    private ObjectNode service(String name) {
        ObjectNode service = cluster.get(new ObjectRef("v1", "Service", namespace, name))
                .orElseThrow(() -> wrong("canary.service-missing", name, namespace));
        if (service.at("/spec/selector").isEmpty()) {
            throw wrong("canary.service-selector", name, namespace);
        }
        return service;
    }

    /** The live workload: by its name, or for versioned ones the version made last. */
    private ObjectNode live() {
        String kind = workload.ref().kind();
        String asked = request.baseline().workload();
        String name = asked.isEmpty() ? Workloads.base(workload.ref().name()) : asked;
        return cluster.get(new ObjectRef("apps/v1", kind, namespace, name))
                .or(() -> newestVersion(kind, name))
                .orElseThrow(() -> wrong("canary.baseline-missing", kind, name, namespace));
    }

    private Optional<ObjectNode> newestVersion(String kind, String name) {
        Optional<ApiResource> resource = cluster.resources().find("apps/v1", kind);
        return resource.flatMap(
                served -> VersionHistory.of(Kinds.of("apps/v1", kind), name, cluster.list(served, namespace, ""))
                        .newest()
                        .map(VersionHistory.Entry::object));
    }

    private DeployState canary(Workloads workloads, List<ObjectNode> services) {
        List<Manifest> all = new ArrayList<>();
        for (Manifest manifest : manifests) {
            all.add(manifest == workload ? workloads.canary(manifest, namespace) : Workloads.companion(manifest));
        }
        if (request.route() != null) {
            all.add(workloads.service(services.get(0)));
        }
        return Deploy.start(side(request.deploy().preparation()), all, context);
    }

    /** What the deploy binds and names is not for the live version's copy. */
    private DeployState baseline(Manifest copy) {
        PreparationOptions given = request.deploy().preparation();
        PreparationOptions plain = PreparationOptions.builder()
                .namespace(namespace)
                .application(given.application())
                .versioned(given.versioned())
                .managedBy(given.managedBy())
                .appLabels(given.appLabels())
                .skipSpecTemplateLabels(true)
                .enableArtifactBinding(false)
                .account(given.account())
                .build();
        return Deploy.start(side(plain), List.of(copy), context);
    }

    private DeployRequest side(PreparationOptions preparation) {
        DeployOptions given = request.deploy().options();
        DeployOptions options = new DeployOptions(
                given.check(),
                false,
                false,
                false,
                true,
                true,
                false,
                given.strictApi(),
                given.timeoutSeconds(),
                given.hideDiffs());
        return new DeployRequest(request.deploy().account(), detached(preparation), options);
    }

    /** With a route no label may lead the Service's requests to the canary again; these are written by us. */
    private PreparationOptions detached(PreparationOptions given) {
        return request.route() == null ? given : given.withoutTemplateLabels();
    }

    private static ProblemException wrong(String code, Object... arguments) {
        return new ProblemException(Category.INPUT, Problem.of(code, "", arguments));
    }
}

package io.jenkins.plugins.spindelivery.engine.aws.peer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The filters of a describing call of EC2, of which a rule answers some itself: those for states. */
final class Filters {
    private record One(String name, List<String> values) {}

    private final PeerCall call;
    private final List<One> all = new ArrayList<>();

    private Filters(PeerCall call) {
        this.call = call;
    }

    static Filters of(PeerCall call) {
        Filters filters = new Filters(call);
        for (int i = 1; call.parameters().containsKey("Filter." + i + ".Name"); i++) {
            filters.all.add(new One(call.parameter("Filter." + i + ".Name"), call.list("Filter." + i + ".Value")));
        }
        return filters;
    }

    /** The values of a filter; empty when there is none of that name. */
    Optional<List<String>> values(String name) {
        return all.stream()
                .filter(one -> one.name().equals(name))
                .map(One::values)
                .findFirst();
    }

    /** The call without a filter. */
    PeerCall without(String name) {
        Map<String, String> parameters = new LinkedHashMap<>(call.parameters());
        parameters.keySet().removeIf(key -> key.startsWith("Filter."));
        List<One> rest = all.stream().filter(one -> !one.name().equals(name)).toList();
        for (int i = 0; i < rest.size(); i++) {
            String prefix = "Filter." + (i + 1) + ".";
            parameters.put(prefix + "Name", rest.get(i).name());
            for (int j = 0; j < rest.get(i).values().size(); j++) {
                parameters.put(prefix + "Value." + (j + 1), rest.get(i).values().get(j));
            }
        }
        return call.with(parameters);
    }
}

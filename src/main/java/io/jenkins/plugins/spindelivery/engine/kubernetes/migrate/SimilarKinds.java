package io.jenkins.plugins.spindelivery.engine.kubernetes.migrate;

import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResource;
import io.jenkins.plugins.spindelivery.engine.kubernetes.api.ApiResources;
import io.jenkins.plugins.spindelivery.engine.problem.Nearest;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The kinds that somebody who misspelt one may have meant. */
public final class SimilarKinds {
    private static final int MOST = 3;

    private record Candidate(ApiResource resource, int distance) {
        String described() {
            return resource.kind() + " (" + resource.apiVersion() + ")";
        }
    }

    private SimilarKinds() {}

    /**
     * Finds them.
     *
     * @param kind as written
     * @param served what the cluster serves
     * @return such as {@code Deployment (apps/v1)}, the most similar first; empty when nothing is similar
     */
    public static List<String> to(String kind, ApiResources served) {
        List<Candidate> exact =
                served.named(kind).stream().map(r -> new Candidate(r, 0)).toList();
        if (!exact.isEmpty()) {
            return exact.stream().map(Candidate::described).toList();
        }
        int tolerated = Math.max(1, kind.length() / 4);
        String wanted = kind.toLowerCase(Locale.ROOT);
        return served.resources().stream()
                .map(r -> new Candidate(r, Nearest.distance(wanted, r.kind().toLowerCase(Locale.ROOT))))
                .filter(c -> c.distance <= tolerated)
                .sorted(Comparator.comparingInt(Candidate::distance))
                .map(Candidate::described)
                .distinct()
                .limit(MOST)
                .toList();
    }
}

package io.jenkins.plugins.spindelivery.engine.aws.change;

import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Resize;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.ResizeBy;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.ResizeToCluster;
import io.jenkins.plugins.spindelivery.engine.aws.change.GroupChange.Sizing;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.Capacity;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import java.util.List;
import java.util.function.ToIntFunction;

/** What size a resize comes to. */
final class Sizes {
    private static final int HUNDRED = 100;

    private Sizes() {}

    /**
     * The size that a server group is to have.
     *
     * @param sizing what was asked for
     * @param now the present size
     * @param cluster all server groups of its cluster
     */
    static Capacity of(Sizing sizing, Capacity now, List<ServerGroup> cluster) {
        if (sizing instanceof Resize exact) {
            return exact(exact, now);
        }
        if (sizing instanceof ResizeBy more) {
            return around(now, desired(more, now.desired()));
        }
        if (sizing instanceof ResizeToCluster) {
            return new Capacity(
                    most(cluster, Capacity::min), most(cluster, Capacity::desired), most(cluster, Capacity::max));
        }
        throw new IllegalStateException("no size: " + sizing);
    }

    private static Capacity exact(Resize size, Capacity now) {
        int min = size.min() != null ? size.min() : now.min();
        int max = size.max() != null ? size.max() : now.max();
        if (size.desired() != null) {
            int desired = size.desired();
            return new Capacity(
                    size.min() != null ? min : Math.min(min, desired),
                    desired,
                    size.max() != null ? max : Math.max(max, desired));
        }
        if (min > max) {
            // Both can't be given: what is not gives way.
            min = size.min() != null ? min : max;
            max = size.max() != null ? max : min;
        }
        return new Capacity(min, Math.max(min, Math.min(max, now.desired())), max);
    }

    private static int desired(ResizeBy more, int now) {
        int step = more.percent()
                ? (int) Math.ceil(Math.abs((double) more.amount()) * now / HUNDRED)
                : Math.abs(more.amount());
        return Math.max(0, more.amount() < 0 ? now - step : now + step);
    }

    /** The bounds give way to the desired number. */
    private static Capacity around(Capacity now, int desired) {
        return new Capacity(Math.min(now.min(), desired), desired, Math.max(now.max(), desired));
    }

    private static int most(List<ServerGroup> cluster, ToIntFunction<Capacity> number) {
        return cluster.stream()
                .map(ServerGroup::capacity)
                .mapToInt(number)
                .max()
                .orElse(0);
    }
}

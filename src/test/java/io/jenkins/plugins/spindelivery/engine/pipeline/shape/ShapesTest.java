package io.jenkins.plugins.spindelivery.engine.pipeline.shape;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.pipeline.Graphs;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageGraph;
import io.jenkins.plugins.spindelivery.engine.pipeline.StageNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Flat;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.One;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Parallel;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.Shape.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;

public class ShapesTest {
    @Test
    public void graphsThatNestingExpresses() {
        assertShape("a", "a");
        assertShape("(a b c)", "c < b", "b < a", "a");
        assertShape("[a b c]", "a", "b", "c");
        assertShape("(a [b c] d)", "a", "b < a", "c < a", "d < b c");
        assertShape("[(a b) (c d)]", "a", "b < a", "c", "d < c");
        assertShape("([a b] [c d])", "a", "b", "c < a b", "d < a b");
        assertShape("(a [(b c) d] e)", "a", "b < a", "c < b", "d < a", "e < c d");
        assertShape("([(a [b c]) d] e)", "a", "b < a", "c < a", "d", "e < b c d");
    }

    @Test
    public void aRequisiteThatFollowsFromOthersChangesNothing() {
        assertShape("(a b c)", "a", "b < a", "c < a b");
        assertShape("(a [b c] d)", "a", "b < a", "c < a", "d < a b c");
    }

    @Test
    public void graphsThatNoNestingExpresses() {
        assertShape("{a b c d}", "a", "b", "c < a", "d < a b");
        assertShape("{first a b c d last}", "first", "a < first", "b < first", "c < a", "d < a b", "last < c d");
    }

    /** A nesting demands of each stage exactly what the graph does, and is only given up where there is none. */
    @Test
    public void theShapeIsExact() {
        Random random = new Random(3);
        int nested = 0;
        int flat = 0;
        for (int i = 0; i < 1000; i++) {
            StageGraph graph = Graphs.random(random, 9, 0.1 + 0.5 * random.nextDouble());
            Shape shape = Shapes.of(graph);
            Map<String, Set<String>> before = Constraints.of(graph);
            if (shape instanceof Flat) {
                assertTrue(graph.order().toString(), hasAnN(before));
                flat++;
            } else {
                assertEquals(before, Constraints.of(shape));
                nested++;
            }
        }
        assertTrue(nested + " nested, " + flat + " flat", nested > 200 && flat > 200);
    }

    /** Whatever is put together from sequences and branches is found again. */
    @Test
    public void everyNestingIsFoundAgain() {
        Random random = new Random(4);
        for (int i = 0; i < 300; i++) {
            StageGraph graph = Constraints.graph(Constraints.random(random, 1 + random.nextInt(60)));
            Shape shape = Shapes.of(graph);
            assertEquals(Constraints.of(graph), Constraints.of(shape));
            assertCanonical(shape);
        }
    }

    @Test
    public void aWrongGraphHasNoShape() {
        assertThrows(IllegalArgumentException.class, () -> Shapes.of(Graphs.of("a < b", "b < a")));
        assertThrows(IllegalArgumentException.class, () -> Shapes.of(StageGraph.of(List.of())));
    }

    @Test
    public void theLargestGraphsAreTakenApart() {
        List<StageNode> ladder = new ArrayList<>();
        for (int i = 0; i < StageGraph.MOST_STAGES; i++) {
            // By turns a stage beside all earlier ones, and one behind all of them.
            List<String> requisites = new ArrayList<>();
            for (int j = 0; i % 2 == 1 && j < i; j++) {
                requisites.add(String.valueOf(j));
            }
            ladder.add(Graphs.stage(String.valueOf(i), "Stage", requisites));
        }
        StageGraph graph = StageGraph.of(ladder);

        assertEquals(Constraints.of(graph), Constraints.of(Shapes.of(graph)));
    }

    /**
     * Four stages a, b, c, d in which c waits for a, d for a and b, and nothing else: the one thing that can't be
     * nested.
     */
    private static boolean hasAnN(Map<String, Set<String>> before) {
        for (String a : before.keySet()) {
            for (String b : before.keySet()) {
                for (String c : before.keySet()) {
                    for (String d : before.keySet()) {
                        boolean n = before.get(c).contains(a)
                                && before.get(d).contains(a)
                                && before.get(d).contains(b)
                                && unrelated(before, a, b)
                                && unrelated(before, b, c)
                                && unrelated(before, c, d);
                        if (n) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    private static boolean unrelated(Map<String, Set<String>> before, String one, String other) {
        return !one.equals(other)
                && !before.get(one).contains(other)
                && !before.get(other).contains(one);
    }

    private static void assertCanonical(Shape shape) {
        if (shape instanceof Sequence sequence) {
            assertTrue(sequence.parts().size() > 1);
            assertTrue(sequence.parts().stream().noneMatch(Sequence.class::isInstance));
            sequence.parts().forEach(ShapesTest::assertCanonical);
        } else if (shape instanceof Parallel parallel) {
            assertTrue(parallel.branches().size() > 1);
            assertTrue(parallel.branches().stream().noneMatch(Parallel.class::isInstance));
            parallel.branches().forEach(ShapesTest::assertCanonical);
        }
    }

    private static void assertShape(String wanted, String... stages) {
        assertEquals(wanted, text(Shapes.of(Graphs.of(stages))));
    }

    private static String text(Shape shape) {
        if (shape instanceof One one) {
            return one.refId();
        } else if (shape instanceof Sequence sequence) {
            return sequence.parts().stream().map(ShapesTest::text).collect(Collectors.joining(" ", "(", ")"));
        } else if (shape instanceof Parallel parallel) {
            return parallel.branches().stream().map(ShapesTest::text).collect(Collectors.joining(" ", "[", "]"));
        }
        return "{" + String.join(" ", ((Flat) shape).refIds()) + "}";
    }
}

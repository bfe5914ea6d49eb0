package io.jenkins.plugins.spindelivery.engine.pipeline.shape;

import java.util.List;

/** How the stages of a pipeline lie in one another. */
public sealed interface Shape {
    /**
     * How many stages it holds.
     *
     * @return at least 1
     */
    int size();

    /**
     * One stage.
     *
     * @param refId the stage's
     */
    record One(String refId) implements Shape {
        @Override
        public int size() {
            return 1;
        }
    }

    /**
     * One after the other: a part starts when all of the part before it has ended.
     *
     * @param parts at least two, none of them a sequence
     */
    record Sequence(List<Shape> parts) implements Shape {
        public Sequence {
            parts = List.copyOf(parts);
        }

        @Override
        public int size() {
            return parts.stream().mapToInt(Shape::size).sum();
        }
    }

    /**
     * Beside each other.
     *
     * @param branches at least two, none of them parallel
     */
    record Parallel(List<Shape> branches) implements Shape {
        public Parallel {
            branches = List.copyOf(branches);
        }

        @Override
        public int size() {
            return branches.stream().mapToInt(Shape::size).sum();
        }
    }

    /**
     * A graph that no nesting can express: every stage is a branch of its own and waits for its requisites itself.
     *
     * @param refIds of all stages, each behind its requisites
     */
    record Flat(List<String> refIds) implements Shape {
        public Flat {
            refIds = List.copyOf(refIds);
        }

        @Override
        public int size() {
            return refIds.size();
        }
    }
}

package io.jenkins.plugins.spindelivery.engine.manifest.prepare;

/** The live number of replicas that {@code strategy.spinnaker.io/use-source-capacity} asks for. */
public sealed interface SourceCapacity {

    /** There is no live object, or it has no replicas: the manifest's own number stays. */
    record None() implements SourceCapacity {}

    /**
     * We set the live number, or nobody says that he did: it is sent again, for leaving out a field that we own would
     * reset it.
     *
     * @param replicas the live number
     */
    record Ours(int replicas) implements SourceCapacity {}

    /**
     * Another manager, such as an autoscaler or a person, owns the live number: the field is left out, so that it stays
     * his. Where leaving it out would lose it (a new version, {@code replace}, {@code recreate}) it is sent.
     *
     * @param replicas the live number
     */
    record Foreign(int replicas) implements SourceCapacity {}
}

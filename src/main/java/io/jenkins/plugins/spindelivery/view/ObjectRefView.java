package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.delivery.Words;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsRef;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import java.util.Arrays;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Names one object, in Kubernetes or in AWS. */
@ExportedBean(defaultVisibility = Visibility.WHOLE)
public final class ObjectRefView {
    private final ObjectRef ref;

    /**
     * A name.
     *
     * @param ref the object
     */
    public ObjectRefView(ObjectRef ref) {
        this.ref = ref;
    }

    /**
     * The version of its API.
     *
     * @return such as {@code apps/v1}
     */
    @Exported
    public String getApiVersion() {
        return ref.apiVersion();
    }

    /**
     * What it is.
     *
     * @return such as {@code Deployment}
     */
    @Exported
    public String getKind() {
        return ref.kind();
    }

    /**
     * Where it lies.
     *
     * @return empty for cluster-scoped objects
     */
    @Exported
    public String getNamespace() {
        return ref.namespace();
    }

    /**
     * The object's name.
     *
     * @return the name
     */
    @Exported
    public String getName() {
        return ref.name();
    }

    /**
     * The region that it is in.
     *
     * @return such as {@code eu-central-1}, which is its namespace as well; empty for what is not in AWS
     */
    @Exported
    public String getRegion() {
        return AwsRef.is(ref) ? ref.namespace() : "";
    }

    /**
     * What it is, for people.
     *
     * @return a kind of Kubernetes as manifests name it; what is in AWS in the reader's language
     */
    public String getKindText() {
        boolean known = AwsRef.is(ref)
                && Arrays.stream(AwsRef.Kind.values())
                        .anyMatch(kind -> kind.word().equals(ref.kind()));
        return known ? Words.of("view.kind-" + ref.kind()) : ref.kind();
    }

    /**
     * Its name where names of several namespaces stand together.
     *
     * @return such as {@code devops/web}; of what is in AWS without its region, which is shown beside it
     */
    public String getFullName() {
        boolean plain = ref.namespace().isEmpty() || AwsRef.is(ref);
        return plain ? ref.name() : ref.namespace() + "/" + ref.name();
    }
}

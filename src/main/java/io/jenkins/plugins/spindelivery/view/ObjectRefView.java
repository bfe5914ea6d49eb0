package io.jenkins.plugins.spindelivery.view;

import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Names one Kubernetes object. */
@ExportedBean(defaultVisibility = Visibility.WHOLE)
public final class ObjectRefView {
    private final ObjectRef ref;

    ObjectRefView(ObjectRef ref) {
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
     * Its name where names of several namespaces stand together.
     *
     * @return such as {@code devops/web}
     */
    public String getFullName() {
        return ref.namespace().isEmpty() ? ref.name() : ref.namespace() + "/" + ref.name();
    }
}

/**
 * Who owns which field of a live object, after {@code metadata.managedFields}: pure functions over trees.
 *
 * <p>Sources: "Server-Side Apply" in the Kubernetes documentation, and the {@code FieldsV1} format of the API
 * reference.
 */
package io.jenkins.plugins.spindelivery.engine.kubernetes.fields;

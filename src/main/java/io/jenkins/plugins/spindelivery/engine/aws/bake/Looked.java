package io.jenkins.plugins.spindelivery.engine.aws.bake;

import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;

/**
 * What a look at something that takes time came to.
 *
 * @param state the next state
 * @param goesOn whether what was being waited for is there
 * @param context of the move
 */
record Looked(BakeState state, boolean goesOn, OperationContext context) {}

/** Server groups: Auto Scaling groups as deliveries see them, with the health and the traffic of their instances. */
package io.jenkins.plugins.spindelivery.engine.aws.servergroup;
